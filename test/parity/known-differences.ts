/** Answers that differ from the recorded ones, and rightly so. */
export interface KnownDifference {
  scenario: string;
  /** What the step is about, or its call. */
  step: string;
  reason: string;
}

export const knownDifferences: KnownDifference[] = [
  ...['status follows', 'used at once', 'table'].map((step) => ({
    scenario: 'kinds-quota',
    step,
    reason: 'The recorded server puts a second config map of its own into every namespace, which the quota counts.',
  })),
];
