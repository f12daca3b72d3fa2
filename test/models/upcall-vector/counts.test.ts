/**
 * The counts of a second implementation of the specification, in another language: flat states with the specification's names, program
 * counters and store buffers by hand, nothing of the language that models are written in. Both are of one reader: they check how the
 * text was put into steps, not how it was understood. They agreed in these counts, in all verdicts of safety and in the lengths of
 * their counterexamples in all cells of the matrix but those of GCLR=plain for variants that never clear. The rows of
 * comp-ignores-vec are from a third implementation, of SC alone, in which a raise without a vector leaves the IRR as it is; with
 * a raise that sets the IRR it has the counts that both implementations had before.
 */
import model from '../../../models/upcall-vector/index.ts';
import { testCounts } from '../../helpers/counted.ts';

testCounts(model, [
  [{ variant: 'assert-on-enable', ORDER: 'linux' }, 203, 340, 27, 1],
  [{ variant: 'assert-on-enable', ORDER: 'set-then-reg' }, 209, 351, 28, 1],
  [{ variant: 'assert-on-enable', ORDER: 'norereg' }, 109, 181, 24, 1],
  [{ variant: 'assert-on-enable', ORDER: 'concurrent' }, 844, 1962, 28, 1],
  [{ variant: 'assert-on-enable', ORDER: 'self' }, 340, 587, 28, 1],
  [{ variant: 'assert-on-enable', ORDER: 'self-reg-set' }, 190, 315, 26, 1],
  [{ variant: 'assert-on-enable', ORDER: 'self-enabled' }, 192, 319, 26, 1],
  [{ variant: 'no-raise', ORDER: 'linux' }, 67, 105, 18, 2],
  [{ variant: 'raise-on-set', ORDER: 'linux' }, 160, 262, 23, 1],
  [{ variant: 'lost-when-disabled', ORDER: 'linux' }, 77, 126, 21, 2],
  [{ variant: 'online-only', ORDER: 'linux' }, 74, 117, 19, 2],
  [{ variant: 'online-only+check', ORDER: 'linux' }, 71, 115, 20, 2],
  [{ variant: 'self-enabled-only', ORDER: 'linux' }, 50, 84, 11, 1],
  [{ variant: 'self-enabled-only+check', ORDER: 'linux' }, 50, 84, 11, 1],
  [{ variant: 'guest-clears', ORDER: 'linux' }, 131, 208, 22, 1],
  [{ variant: 'guest-self-ipi', ORDER: 'linux' }, 187, 312, 25, 1],
  [{ variant: 'poll-on-entry', ORDER: 'linux' }, 196, 346, 25, 1],
  [{ variant: 'comp-reads-first', ORDER: 'linux' }, 193, 323, 26, 1],
  [{ variant: 'no-check', ORDER: 'linux' }, 178, 295, 26, 1],
  [{ variant: 'set-no-raise', ORDER: 'linux' }, 191, 318, 25, 1],
  [{ variant: 'comp-ignores-up', ORDER: 'linux' }, 203, 340, 27, 1],
  [{ variant: 'comp-ignores-vec', ORDER: 'linux' }, 203, 340, 27, 1],
  [{ variant: 'assert-before-up', ORDER: 'linux' }, 199, 330, 27, 2],
  [{ variant: 'guest-clears-early', ORDER: 'linux' }, 144, 224, 22, 4],
  [{ variant: 'no-raise', ORDER: 'concurrent' }, 85, 158, 18, 2],
  [{ variant: 'online-only', ORDER: 'concurrent' }, 285, 586, 24, 1],
  [{ variant: 'guest-clears', ORDER: 'concurrent' }, 597, 1269, 24, 1],
  [{ variant: 'poll-on-entry', ORDER: 'concurrent' }, 754, 1822, 26, 1],
  [{ variant: 'comp-reads-first', ORDER: 'concurrent' }, 815, 1884, 27, 2],
  [{ variant: 'comp-ignores-vec', ORDER: 'concurrent' }, 854, 1990, 28, 1],
  [{ variant: 'comp-ignores-vec', ORDER: 'self' }, 347, 599, 29, 1],
  [{ variant: 'comp-ignores-vec', ORDER: 'self-reg-set' }, 197, 327, 27, 1],
  [{ variant: 'comp-ignores-vec', ORDER: 'self-enabled' }, 202, 337, 28, 1],
  [{ variant: 'assert-on-enable', ORDER: 'linux', SPIV: 'accel-live' }, 77, 126, 21, 2],
  [{ variant: 'assert-on-enable', ORDER: 'linux', SPIV: 'accel-cached' }, 68, 117, 14, 1],
  [{ variant: 'assert-on-enable', ORDER: 'linux', CYC: 1 }, 450, 764, 37, 2],
  [{ variant: 'assert-on-enable', ORDER: 'self', CYC: 2 }, 1764, 3175, 69, 3],
  [{ variant: 'assert-on-enable', ORDER: 'concurrent', MEM: 'TSO' }, 1072, 2680, 30, 2],
  [{ variant: 'assert-on-enable', ORDER: 'concurrent', MEM: 'TSO', APFENCE: 1, HCFENCE: 1 }, 1140, 2737, 32, 1],
  [{ variant: 'set-no-raise', ORDER: 'self-reg-set', MEM: 'TSO', CYC: 1 }, 641, 1151, 42, 3],
  [{ variant: 'guest-self-ipi', ORDER: 'linux', MEM: 'TSO', HCFENCE: 1, CYC: 1 }, 459, 784, 38, 2],
  [{ variant: 'self-enabled-only', ORDER: 'self-enabled', MEM: 'TSO', CYC: 1 }, 499, 875, 38, 2],
  [{ variant: 'assert-on-enable', ORDER: 'linux', k: 2 }, 1922, 4602, 36, 1],
  [{ variant: 'assert-before-up', ORDER: 'self', k: 2 }, 4149, 10118, 38, 5],
  [{ variant: 'assert-on-enable', ORDER: 'concurrent', MEM: 'TSO', k: 2 }, 9486, 30100, 38, 2],
  [{ variant: 'poll-on-entry', ORDER: 'norereg', CYC: 2, k: 2 }, 4175, 10274, 42, 3],
  [{ variant: 'assert-on-enable', ORDER: 'linux', k: 3 }, 19245, 60659, 44, 1],
]);
