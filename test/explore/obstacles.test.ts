/** Why a step cannot be taken, in the words of the model. */
import test from 'ava';
import { defineSystem, replicated, SpinLock, shared } from 'everywhen';
import { positionAt } from '../../src/explore/walk.ts';
import type { Obstacle, Position } from '../../src/page/position.ts';
import { systemOf } from '../helpers/explored.ts';

const process = ({ processes }: Position, name: string) => {
  const found = processes.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no process ${name}`);
  return found;
};
const why = (position: Position, name: string): Obstacle[] =>
  process(position, name).blocked.map((blocked) => blocked.why);

test('a lock that another holds is shown with its holder, whether or not lock order is analysed', (t) => {
  const locks = () =>
    defineSystem({ lock: new SpinLock(), n: 0 }).processes('vcpu', 2, {
      lock: (s) => s.acquire('lock'),
      work: (s) => s.set('n', 1),
    });
  const held = { $: 'SpinLock', holder: 'vcpu[1]' };
  for (const builder of [locks(), locks().lockOrder('order', 'locks are taken in order')]) {
    const position = positionAt(systemOf(builder), { start: 0, steps: [1] });
    t.deepEqual(why(position, 'vcpu[0]'), [{ kind: 'guard', reads: [['lock', held]] }]);
    t.deepEqual(process(position, 'vcpu[1]').blocked, []);
  }
});

test('the reads of a guard are shown in their order, including locals and labels of other processes', (t) => {
  const system = systemOf(
    defineSystem({ irr: replicated(2, 0) })
      .process('q', { x: (s) => s, y: (s) => s })
      .process(
        'p',
        { a: (s) => s.when(s.at('q') === 'y' && s.get('irr', 1) === 0 && s.get('mine') === 1) },
        { locals: { mine: 0 } },
      ),
  );
  t.deepEqual(why(positionAt(system, { start: 0, steps: [] }), 'p'), [{ kind: 'guard', reads: [['q', 'x']] }]);
  t.deepEqual(why(positionAt(system, { start: 0, steps: [0] }), 'p'), [
    {
      kind: 'guard',
      reads: [
        ['q', 'y'],
        ['irr[1]', 0],
        ['p.mine', 0],
      ],
    },
  ]);
});

test('a frozen step and an interrupt that is held off name the cause and the CPU', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 })
      .process('base', { off: (s) => s.disableInterrupts(), on: (s) => s.enableInterrupts() }, { cpu: 'cpu0' })
      .interrupt('isr', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0' }),
  );
  const [off, arrived] = [positionAt(system, { start: 0, steps: [0] }), positionAt(system, { start: 0, steps: [1] })];
  t.deepEqual(why(off, 'isr'), [{ kind: 'interrupt held off', by: 'thread', cpu: 'cpu0' }]);
  t.deepEqual(why(arrived, 'base'), [{ kind: 'frozen', by: 'isr', cpu: 'cpu0' }]);
});

test('a store that finds no room names the CPU whose store buffer is full', (t) => {
  const system = systemOf(
    defineSystem({ x: shared(0) }, { memory: 'tso', buffer: 1 }).process('p', {
      first: (s) => s.store('x', 1),
      second: (s) => s.store('x', 2),
    }),
  );
  t.deepEqual(why(positionAt(system, { start: 0, steps: [0] }), 'p'), [{ kind: 'store buffer full', cpu: 'p' }]);
});

test('an outcome of a choice that is not possible is blocked, while the others are enabled', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }).process('p', {
      a: (s) => s.choose({ well: s.set('n', 1), badly: s.when(s.get('n') === 7) }),
    }),
  );
  const { enabled, blocked } = process(positionAt(system, { start: 0, steps: [] }), 'p');
  t.deepEqual(
    enabled.map(({ outcome }) => outcome),
    ['well'],
  );
  t.deepEqual(blocked, [
    { process: 'p', label: 'a', outcome: 'badly', tag: 'system', why: { kind: 'guard', reads: [['n', 0]] } },
  ]);
});

test('a step that throws is shown as broken, and the walk can continue with other steps', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 })
      .process('p', { a: (s) => s.set('n', 1), b: (s) => s.set('n', 2) })
      .rules('r', {
        bad: (s) => {
          if (s.get('n') === 1) throw new Error('no such thing');
          return undefined;
        },
      }),
  );
  const [obstacle] = why(positionAt(system, { start: 0, steps: [0] }), 'r');
  t.is(obstacle?.kind, 'broken');
  t.regex(obstacle?.kind === 'broken' ? obstacle.message : '', /^E_STEP .*'bad'.*no such thing/);
  t.deepEqual(positionAt(system, { start: 0, steps: [0, 0] }).path.steps, [0, 0]);
});

test('a step that is no function of the state is shown as broken', (t) => {
  let calls = 0;
  const system = systemOf(
    defineSystem({ n: 0 }).rules('r', {
      counts: (s) => {
        calls += 1;
        return s.set('n', calls);
      },
      asks: (s) => s.set('n', Date.now()),
    }),
  );
  const messages = why(positionAt(system, { start: 0, steps: [] }), 'r').map((obstacle) =>
    obstacle.kind === 'broken' ? obstacle.message : '',
  );
  t.regex(messages[0] ?? '', /^E_IMPURE .*'counts'.*two results/);
  t.regex(messages[1] ?? '', /^E_IMPURE .*'asks'.*Date/);
});

test('a halted program waits, a program at a label where it may wait does too, and after a crash no step is enabled', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 })
      .unreachable('X', 'nobody comes here')
      .process('p', { a: (s) => s })
      .process('q', { idle: (s) => s.when(s.get('n') === 1) }, { mayWaitAt: ['idle'] })
      .process('r', { step: (s) => s.unreachable('X') }),
  );
  const ended = positionAt(system, { start: 0, steps: [0] });
  t.like(process(ended, 'p'), { label: 'halted', mayWait: true, enabled: { length: 0 }, blocked: { length: 0 } });
  t.like(process(ended, 'q'), { label: 'idle', mayWait: true });
  const crashed = positionAt(system, { start: 0, steps: [1] });
  t.deepEqual(crashed.situation, { terminal: 'X', quiescent: false, final: true });
  t.true(crashed.processes.every(({ enabled, blocked }) => enabled.length === 0 && blocked.length === 0));
  t.is(crashed.properties.find(({ id }) => id === 'X')?.standing, 'violated');
});
