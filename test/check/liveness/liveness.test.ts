/** Properties of infinite runs: what fairness owes, what a lasso looks like, and what could not have failed. */
import test from 'ava';
import { defineSystem, spinLock, ticketLock } from 'everywhen';
import { checkSystem } from '../../../src/check/check.ts';
import type { Counterexample } from '../../../src/check/counterexample.ts';
import { checkReport } from '../../../src/report/list/check-list.ts';
import { replay } from '../../../src/trace/replay.ts';
import { columnsOf, traceText } from '../../../src/trace/text.ts';
import { checked, property, steps, systemOf, userError } from '../../helpers/explored.ts';

type Fairness = 'weak' | 'strong' | 'none';
const allowed = { deadlock: 'allowed' } as const;

/** `p` is enabled while the clock shows 1: infinitely often, and never from some point on. */
const intermittent = (fairness: Fairness) =>
  defineSystem({ clock: 0, done: false }, allowed)
    .rules('clock', { tick: (s) => s.update('clock', (time) => 1 - time) })
    .process('p', { wait: (s) => s.when(s.get('clock') === 1)?.set('done', true) }, { fairness })
    .eventually('E', 'p gets done', (s) => s.get('done'));

/** `p` is enabled in every state. */
const continuous = (fairness: Fairness) =>
  defineSystem({ clock: 0, done: false }, allowed)
    .rules('clock', { tick: (s) => s.update('clock', (time) => 1 - time) })
    .process('p', { go: (s) => s.set('done', true) }, { fairness })
    .eventually('E', 'p gets done', (s) => s.get('done'));

for (const [what, builder, verdict] of [
  ['enabled infinitely often is served under strong fairness', intermittent('strong'), 'holds'],
  ['enabled infinitely often need not be served under weak fairness', intermittent('weak'), 'violated'],
  ['always enabled is served under weak fairness', continuous('weak'), 'holds'],
  ['without fairness nothing is owed', continuous('none'), 'violated'],
] as const) {
  test(`a process that is ${what}`.replace('process that is without', 'process: without'), async (t) => {
    t.is(property(await checked(builder), 'E').verdict, verdict);
  });
}

test('the fairness of the system is that of processes that declare none', async (t) => {
  const system = (fairness: Fairness) =>
    defineSystem({ clock: 0, done: false }, { ...allowed, fairness })
      .rules('clock', { tick: (s) => s.update('clock', (time) => 1 - time) })
      .process('p', { wait: (s) => s.when(s.get('clock') === 1)?.set('done', true) })
      .eventually('E', 'p gets done', (s) => s.get('done'));
  t.is(property(await checked(system('strong')), 'E').verdict, 'holds');
  t.is(property(await checked(system('weak')), 'E').verdict, 'violated');
});

test('a step with a fairness of its own is owed by itself, however often its process does something else', async (t) => {
  const system = (fairness: Fairness | undefined) =>
    defineSystem({ n: 0, done: false }, allowed)
      .rules('p', {
        again: (s) => s.when(!s.get('done'))?.update('n', (n) => 1 - n),
        finish: { system: (s) => s.when(!s.get('done'))?.set('done', true), ...(fairness && { fairness }) },
      })
      .eventually('E', 'it finishes', (s) => s.get('done'));
  t.is(property(await checked(system('weak')), 'E').verdict, 'holds');
  // Under the constraint of its process alone, the other step serves it.
  t.is(property(await checked(system(undefined)), 'E').verdict, 'violated');
});

for (const [what, lock, verdict] of [
  // One process takes and releases it infinitely often; whenever it is free, the other could take it, and need not.
  ['a spin lock may starve who waits for it', spinLock(), 'violated'],
  ['a lock that is declared fair starves no process', spinLock({ fair: true }), 'holds'],
  ['a ticket lock starves no process', ticketLock(), 'holds'],
] as const) {
  test(`under weak fairness ${what}, by every explorer`, async (t) => {
    const system = systemOf(
      defineSystem({ lock }, allowed)
        .processes('p', 2, { want: (s) => s.acquire('lock'), have: (s) => s.release('lock') }, { end: 'loop' })
        .leadsTo(
          'L',
          'who wants it has it',
          (s, i) => s.at('p', i) === 'want',
          (s, i) => s.at('p', i) === 'have',
          { each: [0, 1] as const },
        ),
    );
    for (const engine of ['kernel', 'reference'] as const) {
      const report = await checkSystem(system, { model: 'test', parameters: {} }, { engine });
      t.is(property(report, 'L').verdict, verdict, engine);
    }
  });
}

test('a fair lock owes nothing to who never wants it', async (t) => {
  // The second asks for the lock only while a flag is up that the first raises and lowers while it holds it.
  const system = defineSystem({ lock: spinLock({ fair: true }), flag: false }, allowed)
    .process(
      'a',
      {
        take: (s) => s.acquire('lock')?.set('flag', true),
        give: (s) => s.set('flag', false).release('lock'),
      },
      { end: 'loop' },
    )
    .process('b', { want: (s) => s.when(s.get('flag'))?.acquire('lock') })
    .eventually('E', 'b has it', (s) => s.at('b') === 'halted');
  t.is(property(await checked(system), 'E').verdict, 'violated');
});

test('the environment neither helps nor owes, but it may interfere', async (t) => {
  const helped = defineSystem({ done: false }, allowed)
    .rules('timer', { fires: { environment: (s) => s.when(!s.get('done'))?.set('done', true) } })
    .eventually('E', 'done', (s) => s.get('done'));
  const report = property(await checked(helped), 'E');
  t.is(report.verdict, 'violated');
  // No step is obliged: the run may stay as it is.
  t.deepEqual([report.counterexample?.steps.length, report.counterexample?.cycleStart], [0, 0]);

  // The environment sets back what the system does, for ever; both are taken infinitely often.
  const undone = defineSystem({ n: 0 }, allowed)
    .rules('p', { work: (s) => s.when(s.get('n') < 2)?.update('n', (n) => n + 1) })
    .rules('e', { 'set back': { environment: (s) => s.when(s.get('n') === 1)?.set('n', 0) } })
    .eventually('E', 'two', (s) => s.get('n') === 2);
  t.deepEqual(steps(property(await checked(undone), 'E')), ['p work', 'e set back']);
});

test('of the outcomes of a choice none is owed', async (t) => {
  const coin = defineSystem({ side: 'none' as string, tosses: 0 }, allowed)
    .rules('p', {
      toss: (s) => {
        const tossed = s.update('tosses', (n) => 1 - n);
        return s.choose({ heads: tossed.set('side', 'heads'), tails: tossed.set('side', 'tails') });
      },
    })
    .infinitelyOften('E', 'heads comes again', (s) => s.get('side') === 'heads');
  t.is(property(await checked(coin), 'E').verdict, 'violated');

  // Without the count, a toss that gives the same side again changes nothing, and so it is no toss that fairness counts.
  const bare = defineSystem({ side: 'none' as string }, allowed)
    .rules('p', { toss: (s) => s.choose({ heads: s.set('side', 'heads'), tails: s.set('side', 'tails') }) })
    .infinitelyOften('E', 'heads comes again', (s) => s.get('side') === 'heads');
  t.is(property(await checked(bare), 'E').verdict, 'holds');
});

test('leads-to asks from where its left side holds, and not before', async (t) => {
  // A request is answered, unless the server has stopped before: then what is asked stays unanswered.
  const server = (stops: boolean) =>
    defineSystem({ asked: false, answered: false, running: true }, allowed)
      .process('client', { ask: (s) => s.set('asked', true) }, { tag: 'environment' })
      .rules('server', {
        answer: (s) => s.when(s.get('running') && s.get('asked') && !s.get('answered'))?.set('answered', true),
        stop: stops ? { environment: (s) => s.when(s.get('running'))?.set('running', false) } : undefined,
      })
      .leadsTo(
        'L',
        'asked leads to answered',
        (s) => s.get('asked'),
        (s) => s.get('answered'),
      );
  t.is(property(await checked(server(false)), 'L').verdict, 'holds');
  const { verdict, counterexample } = property(await checked(server(true)), 'L');
  t.is(verdict, 'violated');
  t.is(counterexample?.cycleStart, 2);
});

test('with each, one item that is never served violates it although another always is', async (t) => {
  // Either flag goes down and up again for ever; both together would be down infinitely often, but each is judged by itself.
  const flags = defineSystem({ a: true, b: true }, allowed)
    .rules('p', { 'lower a': (s) => s.set('a', !s.get('a')) })
    .leadsTo(
      'L',
      'a flag that is up comes down',
      (s, flag) => s.get(flag),
      (s, flag) => !s.get(flag),
      { each: ['a', 'b'] as const },
    );
  t.is(property(await checked(flags), 'L').verdict, 'violated');
});

test('a storm needs a fair cycle with a marked step, progress any cycle of system steps without one', async (t) => {
  const injected = (acknowledged: boolean) =>
    defineSystem({ pending: true }, allowed)
      .rules('cpu', {
        deliver: (s) => s.when(s.get('pending'))?.set('pending', false),
        'assert again': acknowledged ? undefined : (s) => s.when(!s.get('pending'))?.set('pending', true),
      })
      .storm('S', 'it is not delivered for ever', (_before, _after, step) => step.label === 'deliver')
      .progress('G', 'deliveries are progress', (_before, _after, step) => step.label === 'deliver')
      .acyclic('C', 'it comes to an end');
  const verdicts = async (acknowledged: boolean) =>
    (await checked(injected(acknowledged))).properties.map(({ id, verdict }) => `${id} ${verdict}`);
  t.deepEqual(await verdicts(true), ['S holds', 'G holds', 'C holds']);
  t.deepEqual(await verdicts(false), ['S violated', 'G holds', 'C violated']);
});

test('marks see the states before and after a step', async (t) => {
  const counter = defineSystem({ n: 0 }, allowed)
    .rules('p', { up: (s) => s.update('n', (n) => (n + 1) % 3) })
    .storm('S', 'it does not wrap around for ever', (before, after) => after.get('n') < before.get('n'));
  t.deepEqual(property(await checked(counter), 'S').counterexample?.steps.length, 3);
});

test('a lasso is printed with its cycle, and replays', async (t) => {
  const builder = defineSystem({ n: 0, done: false }, allowed)
    .process('start', { go: (s) => s.set('n', 1) })
    .rules('p', { again: (s) => s.when(s.get('n') > 0)?.update('n', (n) => 3 - n) })
    .rules('e', { finish: { environment: (s) => s.when(s.get('n') === 2)?.set('done', true) } })
    .eventually('E', 'it finishes', (s) => s.get('done'));
  const report = await checked(builder);
  const trace = property(report, 'E').counterexample as Counterexample;
  t.is(
    `\n${traceText(trace, columnsOf(systemOf(builder))).join('\n')}\n`,
    `
initially  n 0, done false

     start  p      changes
  1  go            n 0 -> 1
↻ 2         again  n 1 -> 2
↻ 3         again  n 2 -> 1

↻ These steps can be repeated for ever: they end where they began.
`,
  );
  t.true(
    checkReport(report, 'a model', columnsOf(systemOf(builder)))
      .join(' ')
      .includes(
        'eventually violated by a cycle of 2 steps (there may be a shorter one), reached in 1 step with 0 context switches',
      ),
  );
  t.is(replay(systemOf(builder), 'E', JSON.parse(JSON.stringify(trace))), undefined);
  t.regex(replay(systemOf(builder), 'E', { ...trace, cycleStart: 0 })?.problem ?? '', /not violated/);
});

test('what could not have failed says so', async (t) => {
  const builder = defineSystem({ n: 0 }, allowed)
    .process('p', { a: (s) => s.set('n', 1) })
    .leadsTo(
      'L',
      'from nowhere',
      (s) => s.get('n') === 7,
      () => false,
    )
    .storm('S', 'marks nothing', () => false)
    .eventually('E', 'looks at nothing', () => true)
    .leadsTo(
      'M',
      'from somewhere',
      (s) => s.get('n') === 0,
      (s) => s.get('n') === 1,
    );
  const report = await checked(builder);
  const because = (id: string) => property(report, id).vacuousBecause;
  t.is(because('L'), 'its left side never held');
  t.is(because('S'), 'it marks no step that is ever taken');
  t.is(because('E'), 'it reads no component that ever changes');
  t.is(because('M'), undefined);
});

test('a run that stops early proves nothing about infinite runs', async (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }, allowed)
      .rules('p', { up: (s) => s.when(s.get('n') < 500)?.update('n', (n) => n + 1) })
      .acyclic('C', 'it ends')
      .eventually('E', 'it gets there', (s) => s.get('n') === 500),
  );
  const report = await checkSystem(system, { model: 'test', parameters: {} }, { statesMax: 50 });
  t.deepEqual(
    report.properties.map(({ verdict }) => verdict),
    ['inconclusive', 'inconclusive'],
  );
});

test('fairness of a step of the environment, and a property without a predicate, are refused', async (t) => {
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is meant here.
  const untyped = defineSystem({ n: 0 }) as any;
  const step = { environment: (s: unknown) => s, fairness: 'weak' };
  const error = await userError(() => checked(untyped.rules('p', { a: { b: step } })));
  t.is(error.code, 'E_LABEL');
  t.regex(
    (await userError(() => untyped.leadsTo('L', 'a title', () => true))).message,
    /leads-to 'L' has no predicate/,
  );
});
