/** The sets of cells of a model: its larger sizes, its default matrix, and the cells that it keeps for `matrix --all`. */

/** In the order in which a night takes them. The cells that only nights run come first. */
export const CELL_SETS = ['nightly', 'matrix', 'more'] as const;
export type CellSet = (typeof CELL_SETS)[number];
