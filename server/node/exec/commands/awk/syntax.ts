/** What an awk program says, as data. */

export interface Rule {
  /** Undefined: always. */
  readonly when: 'BEGIN' | 'END' | Expression | undefined;
  /** With `when`: from the first that fits to the first after it that fits here. */
  readonly until?: Expression;
  /** Undefined: the record is printed. */
  readonly action: readonly Statement[] | undefined;
}

export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'print'; readonly format: boolean; readonly values: readonly Expression[] }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'while';
      readonly test: Expression | undefined;
      readonly body: readonly Statement[];
      /** After each round. */
      readonly step?: Statement | undefined;
      /** The test comes after the first round. */
      readonly isDo?: boolean;
    }
  | { readonly kind: 'each'; readonly name: string; readonly list: string; readonly body: readonly Statement[] }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'delete'; readonly list: string; readonly key: readonly Expression[] | undefined }
  | { readonly kind: 'next' | 'break' | 'continue' }
  | { readonly kind: 'exit'; readonly code: Expression | undefined };

export type Place =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly index: Expression }
  | { readonly kind: 'element'; readonly list: string; readonly key: readonly Expression[] };

export type Expression =
  | { readonly kind: 'constant'; readonly value: string | number }
  | { readonly kind: 'pattern'; readonly source: string }
  | Place
  | { readonly kind: 'assign'; readonly operator: string; readonly to: Place; readonly value: Expression }
  /** `++x` and `x--`: what it gives is the value after or before. */
  | { readonly kind: 'step'; readonly by: 1 | -1; readonly isAfter: boolean; readonly to: Place }
  | { readonly kind: 'unary'; readonly operator: string; readonly value: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'in'; readonly key: readonly Expression[]; readonly list: string }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] };
