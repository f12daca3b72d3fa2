/** The exploration in the background: its status while it runs, after its end, and after it is stopped. */
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { defineSystem } from 'everywhen';
import { Background, type BackgroundOptions } from '../../src/explore/background.ts';
import { positionAt } from '../../src/explore/walk.ts';
import type { System } from '../../src/model/system.ts';
import type { RunStatus } from '../../src/page/run-status.ts';
import { systemOf } from '../helpers/explored.ts';

const backgroundOf = (system: System, options: BackgroundOptions = {}) =>
  new Background(system, { model: 'test', parameters: {} }, { workers: 1, ...options });

async function until(background: Background, isSo: (status: RunStatus) => boolean): Promise<RunStatus> {
  for (;;) {
    const status = background.status();
    if (isSo(status)) return status;
    if (status.phase === 'ended') throw new Error(`it ended before: ${JSON.stringify(status)}`);
    await setTimeout(5);
  }
}
const propertyOf = ({ properties }: RunStatus, id: string) => properties.find((property) => property.id === id);

const small = () =>
  systemOf(
    defineSystem({ n: 0 })
      .processes('p', 2, { a: (s) => s.update('n', (n) => n + 1), b: (s) => s.update('n', (n) => n * 2) })
      .invariant('I', 'n is never 3', (s) => s.get('n') !== 3)
      .invariant('J', 'n is small', (s) => s.get('n') < 9)
      .reachable('R', 'n may be 4', (s) => s.get('n') === 4)
      .eventually('E', 'n is 2 some day', (s) => s.get('n') === 2),
  );

/** 40^4 states; one of them, four steps away, violates a property. */
const large = () =>
  systemOf(
    defineSystem({ a: 0, b: 0, c: 0, d: 0 })
      .rules('r', {
        a: (s) => s.update('a', (n) => (n + 1) % 40),
        b: (s) => s.update('b', (n) => (n + 1) % 40),
        c: (s) => s.update('c', (n) => (n + 1) % 40),
        d: (s) => s.update('d', (n) => (n + 1) % 40),
      })
      .invariant('near', 'not all are 1', (s) => s.get('a') * s.get('b') * s.get('c') * s.get('d') !== 1)
      .invariant('far', 'not all are 39', (s) => s.get('a') + s.get('b') + s.get('c') + s.get('d') !== 4 * 39),
  );

test('nothing runs before it is requested; after its end every verdict and a path to every violation are known', async (t) => {
  const system = small();
  const background = backgroundOf(system);
  t.deepEqual(
    background.status().properties.map(({ verdict }) => verdict),
    [undefined, undefined, undefined, undefined, undefined],
  );
  t.is(background.status().phase, 'not started');
  background.start();
  const ended = await until(background, ({ phase }) => phase === 'ended');
  t.is(ended.verdict, 'violated');
  t.is(ended.stopped, undefined);
  for (const [id, verdict, standing] of [
    ['I', 'violated', 'violated'],
    ['R', 'holds', 'reached'],
  ] as const) {
    const property = propertyOf(ended, id);
    t.is(property?.verdict, verdict);
    const [jump] = property?.jumps ?? [];
    const end = positionAt(system, jump?.path ?? { start: 0, steps: [] });
    t.is(end.properties.find((candidate) => candidate.id === id)?.standing, standing);
  }
  t.like(propertyOf(ended, 'J'), { verdict: 'holds', jumps: { length: 0 } });
  // A lasso has the start of its cycle: here the last state, where it stays for ever.
  const [lasso] = propertyOf(ended, 'E')?.jumps ?? [];
  t.is(lasso?.cycleStart, lasso?.path.steps.length);
});

test('a violation has a path while a long exploration still runs, and after it is stopped', async (t) => {
  const system = large();
  const background = backgroundOf(system, { pursueAfterSeconds: 0 });
  background.start();
  background.start();
  const found = await until(background, (status) => (propertyOf(status, 'near')?.jumps.length ?? 0) > 0);
  t.is(found.phase, 'running');
  // Its four steps lead to a fifth state.
  t.true((found.progress?.states ?? 0) >= 5);
  t.is(propertyOf(found, 'far')?.verdict, undefined);
  const path = propertyOf(found, 'near')?.jumps[0]?.path;
  t.deepEqual(path, { start: 0, steps: [0, 1, 2, 3] });
  await background.stop();
  const stopped = background.status();
  t.like(stopped, { phase: 'ended', stopped: 'interrupted', verdict: 'violated' });
  t.is(propertyOf(stopped, 'far')?.verdict, 'inconclusive');
  t.deepEqual(propertyOf(stopped, 'near')?.jumps[0]?.path, path);
});

test('a limit ends the exploration, and it can be started again', async (t) => {
  const background = backgroundOf(large(), { statesMax: 1000 });
  for (const _ of [1, 2]) {
    background.start();
    const { stopped, properties } = await until(background, ({ phase }) => phase === 'ended');
    t.is(stopped, 'max-states');
    t.is(properties.find(({ id }) => id === 'far')?.verdict, 'inconclusive');
  }
});

test('a broken model ends the exploration with the error message for its author', async (t) => {
  const background = backgroundOf(
    systemOf(
      defineSystem({ n: 0 }).process('p', {
        a: (s) => s.set('n', 1),
        b: (s) => {
          if (s.get('n') === 1) throw new Error('no such thing');
          return s;
        },
      }),
    ),
  );
  background.start();
  const { problem, verdict } = await until(background, ({ phase }) => phase === 'ended');
  t.regex(problem ?? '', /^E_STEP .*'b'.*no such thing/);
  t.is(verdict, undefined);
});

test('stopping an exploration that was never started does nothing', async (t) => {
  const background = backgroundOf(small());
  await background.stop();
  t.is(background.status().phase, 'not started');
});
