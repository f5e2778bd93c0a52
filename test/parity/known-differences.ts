/** Answers that differ from the recorded ones, and rightly so. */
export interface KnownDifference {
  scenario: string;
  /** What the step is about, or its call. */
  step: string;
  reason: string;
  /** It may also come out the same. */
  byChance?: true;
}

export const knownDifferences: KnownDifference[] = [
  ...['status follows', 'used at once', 'table'].map((step) => ({
    scenario: 'kinds-quota',
    step,
    reason: 'The recorded server puts a second config map of its own into every namespace, which the quota counts.',
  })),
  {
    scenario: 'controllers-endpoints-selectors',
    step: 'the selector removed: the slice stays, and the endpoints are mirrored besides',
    reason: 'Two slices of one Service are listed in the order of their random names.',
    byChance: true,
  },
  {
    scenario: 'watch-initial',
    step: 'watch without a value',
    reason: 'How many of the first events come in one piece is a matter of timing.',
    byChance: true,
  },
];
