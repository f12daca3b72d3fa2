/** The sentence at the end of a run that stays in its last state for ever (model/fairness.ts). */
export const STAYS_HERE = 'Here the run may stay for ever: fairness obliges no step that would change anything.';
