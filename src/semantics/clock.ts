/**
 * The clock of a run. Steps may not ask for the time: while they run, `performance.now` refuses to answer (purity.ts). A run must
 * still keep its limits, so the clock is bound here, before anything is trapped.
 */
export const now = performance.now.bind(performance);
