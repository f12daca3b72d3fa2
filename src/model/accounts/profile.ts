/** Where the time of an exploration went: `check --profile`. */

/** What a step or property read. */
export interface ReadProfile {
  /** The name of a component, local or label, as traces print it. */
  readonly name: string;
  /** Distinct values of it so far. If it was learnt by parts, the most values that one of the parts that were read has. */
  readonly values: number;
  /** The number of parts that were read, if it was learnt by parts (`RunOptions.parts`). */
  readonly parts?: number;
  /** Its value is a collection, so that it can be asked for a part. */
  readonly isCollection: boolean;
}

/** What the evaluations of one step or property cost. */
export interface EvaluationProfile {
  /** Step invariants are part of the steps, properties of infinite runs are evaluated after the exploration. */
  readonly kind: 'step' | 'property';
  /** `sender[1]: put / full` for a step, its id for a property. */
  readonly name: string;
  /** Evaluations in TypeScript. An evaluation that is repeated to see whether it is pure counts once. */
  readonly evaluations: number;
  /** Distinct combinations of the values read whose results were memoised. */
  readonly memoised: number;
  /** Seconds spent on evaluating, memoising and auditing. 0 unless time was measured. */
  readonly seconds: number;
  /** Bytes of memoised results in the kernel's memory. */
  readonly bytes: number;
  /** The largest number of outcomes of one evaluation; 0 for a property. */
  readonly outcomes: number;
  /** The values that it read rarely recurred, so it was evaluated in every state. */
  readonly notLearnt?: true;
  /** What it read, the component with the most values first. */
  readonly reads: readonly ReadProfile[];
}
