/** Which cells of a model: its larger sizes, its default matrix, and what it keeps for `matrix --all`. */

/** In the order in which a night takes them: what only nights do comes first. */
export const CELL_SETS = ['nightly', 'matrix', 'more'] as const;
export type CellSet = (typeof CELL_SETS)[number];
