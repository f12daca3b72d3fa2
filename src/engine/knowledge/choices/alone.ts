/** What a step is evaluated for, if not for all of its outcomes. */

/** Stands for none of the outcomes of a choice. */
export const NO_OUTCOME = Symbol('no outcome');

/** One outcome of a choice by its name, or none of them. */
export type Alone = string | typeof NO_OUTCOME;
