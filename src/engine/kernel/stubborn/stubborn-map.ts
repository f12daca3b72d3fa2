/**
 * Where stubborn sets (stubborn.ts) find and leave what they need, in bytes: a field behind those of CONTROL, and sets in a lane's
 * region. Like memory-map.ts, it is read by both languages.
 *
 * A *subject* is a step, by the number of its tree, or behind all steps a claim that is judged of every state, in the order of
 * JUDGED_ALWAYS. A set of subjects has a bit for each.
 */
import { EDGES_CONTROL_END } from '../edges/edge-map.ts';
import { BUNDLE_MEMORY_END } from '../memory-map.ts';

/** The address of what follows; 0 if the exploration is not reduced. */
export const STUBBORN: usize = EDGES_CONTROL_END;
export const STUBBORN_END: usize = STUBBORN + 4;

/**
 * The number of subjects, of steps, of 64-bit words of a set; the address of the set of system steps; 32 bits each. Then for each subject
 * what it needs where its label is not the current one: the address of a set, 32 bits.
 */
export const SUBJECTS: usize = 0;
export const STEPS: usize = 4;
export const SET_WORDS: usize = 8;
export const SYSTEM_STEPS: usize = 12;
export const NEEDS_ELSEWHERE: usize = 16;

/** In a leaf, in place of footprints: the address of the set that its subject needs; 0 if that is not known yet. */
export const LEAF_NEEDS: usize = 16;

export const SUBJECTS_MAX: u32 = 4096;
export const SET_BYTES_MAX: usize = 512;
/** Steps by which a set may begin: a byte has the number of one, and 0 stands for all steps. */
export const SEEDS_MAX: u32 = 255;

/** Of the state that is visited: what each subject needs, 32 bits each. */
export const NEEDS: usize = BUNDLE_MEMORY_END;
/** The steps that are enabled; the set; the members whose needs are not in it yet. */
export const ENABLED: usize = NEEDS + 4 * SUBJECTS_MAX;
export const MEMBERS: usize = ENABLED + SET_BYTES_MAX;
export const UNMET: usize = MEMBERS + SET_BYTES_MAX;
/** (step, enabled members of its set, or TRIED), 32 bits each. */
export const SEEDS: usize = UNMET + SET_BYTES_MAX;
export const SEED_BYTES: usize = 8;
export const TRIED: u32 = 0xffffffff;
