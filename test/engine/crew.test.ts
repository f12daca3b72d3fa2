/** Threads also report while the host has its turn: an error that arrives then is reported as at any other time. */
import '../helpers/uncounted.ts';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { defineSystem } from 'everywhen';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { systemOf, userError } from '../helpers/explored.ts';

/** Takes longer than a slice, so that every evaluation is followed by a pause. */
function slowly(): void {
  let sum = 0;
  for (let i = 0; i < 2e7; i++) sum += i;
  if (sum < 0) throw new Error('never');
}

test('a step that fails is reported even if its thread says so during a pause', async (t) => {
  t.timeout(600_000);
  for (const failing of [1, 3, 5]) {
    const system = systemOf(
      defineSystem({ n: 0, m: 0 }, { deadlock: 'allowed' }).rules('r', {
        spread: (s) => s.when(s.get('n') === 0)?.chooseFrom([1, 2, 3, 4, 5, 6], (n) => s.set('n', n)),
        go: (s) => {
          if (s.get('n') === 0 || s.get('m') > 0) return false;
          slowly();
          if (s.get('n') === failing) throw new Error('broken here');
          return s.set('m', 1);
        },
      }),
    );
    const explorer = new Explorer(system, { workers: 2, poolStates: 0, tight: true });
    // Longer than any task takes: every task in flight ends during the pause.
    const host = { breathe: () => setTimeout(30, undefined), mayGrow: () => true };
    const { message } = await userError(() => explorer.run(host));
    t.regex(message, /broken here/, String(failing));
    await explorer.close();
  }
});
