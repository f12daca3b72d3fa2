/** The oracle: the engine finds in a random system whatever the reference finds, and nothing else. */
import '../helpers/uncounted.ts';
import test from 'ava';
import { defineSystem } from 'everywhen';
import { agree } from '../helpers/agreement.ts';
import { checked, property } from '../helpers/explored.ts';

test('the engine finds what the reference finds in 200 random systems, whichever way it explores', async (t) => {
  // A minute or two on an idle machine; a busy one is no reason to fail.
  t.timeout(1_200_000);
  await agree(t, { numRuns: 200, seed: 7, threadedOneIn: 5, secondsMax: 1190 });
});

test('a terminal state is not asked whether it is one of the quiescent ones', async (t) => {
  // The description holds only after the crash, when no step is enabled any more.
  const system = defineSystem({ crashed: false }, { deadlock: 'allowed' })
    .unreachable('U', 'no crash')
    .rules('p', { crash: (s) => s.set('crashed', true).unreachable('U') })
    .quiescentStates('D', 'the quiescent states', (s) => s.get('crashed'));
  const report = await checked(system);
  t.is(property(report, 'U').verdict, 'violated');
  t.is(property(report, 'D').verdict, 'holds');
});
