/**
 * What must compile and what must not: `tsc` is the test runner of this file. Each `@ts-expect-error` fails the type check
 * when the line below it compiles after all.
 */
import {
  assumptionSet,
  type Declared,
  defaultsOf,
  defineModel,
  defineSystem,
  type ExpectedOf,
  expecting,
  ghost,
  grid,
  type PropertiesOf,
  type ReadOf,
  repairs,
  replicated,
  rwLock,
  SpinLock,
  type StepOf,
  type SystemBuilder,
  scenario,
  shared,
  size,
  sizeRange,
  spinLock,
  value,
  variant,
  violated,
} from 'everywhen';
import { Set as ImmutableSet, Record } from 'immutable';

type Mode = 'guest' | 'asleep';
class Inbox extends Record({ pending: ImmutableSet<number>() }) {
  request(vector: number): this {
    return this.update('pending', (pending) => pending.add(vector));
  }
}

const components = {
  inbox: new Inbox(),
  lock: new SpinLock(),
  locks: replicated(3, new SpinLock()),
  ranked: spinLock({ class: 'irq', rank: 3 }),
  table: rwLock(),
  awake: false,
  count: 0,
  mode: value<Mode>('asleep'),
  irr: replicated(2, false),
  budget: replicated(['L', 'H'], (vector) => (vector === 'L' ? 1 : 2)),
  doorbell: grid(2, 2, false),
  served: ghost(0),
  owed: replicated(2, ghost(value<Mode>('guest'))),
  word: shared(0),
  flags: replicated(2, shared(value<Mode>('asleep'))),
};

// A fragment in a file of its own knows the components that it uses and the claims that it judges, and nothing else.
type S = StepOf<typeof components, 'A1', 'U1'>;
const wake = (s: S) => s.set('awake', true).assert('A1', true);
const restart = (s: StepOf<typeof components, never, never, object, 'start'>) => s.set('awake', false).goto('start');
const crash = (s: S) => s.unreachable('U1').set('count', 1);
// Without a type of its own, the index may be that of any process.
const anyIndex = (s: S): string | number | undefined => s.index;
// @ts-expect-error a single process may take it, whose index is undefined
const anyIndexIsKnown = (s: S): string | number => s.index;
const raise = (s: StepOf<typeof components, never, never, object, never, number>) => s.set('irr', s.index, true);
// A fragment says what it judges and of which processes it reads.
// @ts-expect-error an assertion that the fragment does not name
const judges = (s: S) => s.assert('A2', true);
// @ts-expect-error an unreachable place that the fragment does not name
const crashes = (s: S) => s.unreachable('A1');
// @ts-expect-error a process that the fragment does not name
const looks = (s: S) => s.at('sender') === 'start';
void [judges, crashes, looks];
// What steps and properties read alike: neither ghosts nor shared locations.
type R = ReadOf<typeof components>;
const empty = (s: R) => s.get('count') === 0 && s.get('irr', 0);
// @ts-expect-error a ghost
const ghostly = (s: R) => s.get('served') === 0;
// @ts-expect-error nothing is written
const writes = (s: R) => s.set('count', 1);
void [ghostly, writes];
const spend = (s: StepOf<typeof components, never, never, object, never, 'L' | 'H'>) => s.set('budget', s.index, 0);

const system = defineSystem(components)
  .assertion('A1', 'serves something')
  .unreachable('U1', 'no crash')
  .rules('rules', {})
  .procedure(
    'kick',
    { cpu: 0, running: false },
    {
      K1: (s) => s.set('running', s.get('irr', s.get('cpu'))),
      K2: (s) => (s.get('running') ? s.goto('K3') : s.return()),
      K3: (s) => s.set('irr', s.get('cpu'), true),
      // @ts-expect-error a label that the procedure does not have
      K4: (s) => s.goto('K9'),
      // @ts-expect-error a procedure that is declared later
      K5: (s) => s.call('wake', {}),
    },
  )
  .process(
    'sender',
    {
      start: (s) => s.goto('take lock'),
      'take lock': (s) => s.acquire('lock')?.acquire('locks', 1),
      queue: (s) => s.update('inbox', (inbox) => inbox.request(0x50)).release('lock'),
      local: (s) => s.set('t', s.get('t') + 1).update('t', (t) => t + 1),
      alternatives: {
        plain: (s) => s.set('irr', 0, true),
        tagged: { environment: (s) => s.set('budget', 'H', 1).goto('start') },
      },
      tagged: { environment: (s) => s.update('t', (t) => t - 1) },
      fragment: (s) => wake(s),
      jump: (s) => restart(s),
      call: (s) => s.call('kick', { cpu: 1 }, 'start'),
      choice: (s) => s.choose({ on: s, off: s.goto('start'), never: undefined }),
      many: (s) => s.chooseFrom([0, 1], (cpu) => s.set('irr', cpu, true)),
      'ghost writes': (s) => s.set('served', 1).update('served', (n, all) => n + all.get('count')),
      'ghost claims': (s) => s.assert('A1', (all) => all.get('served') > 0 && all.get('owed', 1) === 'guest'),
      grid: (s) => s.set('doorbell', [0, 1], true).set('owed', 1, 'asleep'),
      'left out': undefined,
      stores: (s) => s.store('word', 1)?.store('flags', 1, 'guest'),
      loads: (s) =>
        s
          .set('t', s.load('word'))
          .when(s.load('flags', 0) === 'guest')
          ?.fence('f'),
      locked: (s) => s.locked('word', (n) => n + 1)?.locked('flags', 0, () => 'guest', 'named'),
      'locked at once': (s) =>
        s
          .fence('f')
          ?.lockedNow('word', (n) => n + 1)
          .lockedNow('flags', 0, () => 'guest', 'named')
          .halt(),
      exchange: (s) =>
        s.exchange(
          'word',
          () => 1,
          (now, old) => (old === 1 ? now.goto('start') : now.set('t', old)),
        ),
      // @ts-expect-error an unknown component
      e01: (s) => s.set('awak', true),
      // @ts-expect-error a value of another type
      e02: (s) => s.set('awake', 1),
      // @ts-expect-error a value outside the declared domain
      e03: (s) => s.set('mode', 'asleeep'),
      // @ts-expect-error an unknown label
      e04: (s) => s.goto('nowhere'),
      // @ts-expect-error an unknown label from a tagged step
      e05: { environment: (s) => s.goto('nowhere') },
      // @ts-expect-error an unknown label from an alternative
      e06: { a: (s) => s.goto('nowhere') },
      'declared later': (s) =>
        s.when(s.at('receiver', 0) === 'sleep' && s.at('single') === 'none')?.assert('A2', (all) => {
          return all.local('sender', 't') === 0 && all.at('hidden', 'key') === 'none';
        }),
      'a place declared later': (s) => s.unreachable('U2'),
      'names of functions': {
        call: (s) => s.set('count', 1),
        apply: { environment: (s) => s.goto('start') },
        bind: (s) => s.goto('start'),
        // @ts-expect-error an unknown component
        name: (s) => s.set('awak', true),
      },
      common: (s) => s.when(empty(s)),
      // @ts-expect-error a step cannot read a ghost
      e09: (s) => (s.get('served') > 3 ? s : undefined),
      // @ts-expect-error a replicated component without an index
      e10: (s) => s.set('irr', true),
      // @ts-expect-error a key that does not exist
      e11: (s) => s.set('budget', 'M', 1),
      // @ts-expect-error only locks are acquired
      e12: (s) => s.acquire('awake'),
      'all kinds of locks': (s) =>
        s.acquireIrqsave('ranked')?.acquireRead('table')?.release('table').releaseIrqrestore('ranked'),
      'what holds it': (s) => s.when(s.get('ranked').holder === null && s.current('cpu0') === 'thread'),
      // @ts-expect-error a read-write lock is read or written
      e12a: (s) => s.acquire('table'),
      // @ts-expect-error a spin lock has no readers
      e12b: (s) => s.acquireRead('lock'),
      'with a subclass': (s) => s.acquire('ranked', { subclass: 1 })?.acquireRead('table', { subclass: 1 }),
      // @ts-expect-error nothing else is said when a lock is taken
      e12c: (s) => s.acquire('ranked', { class: 'a' }),
      // @ts-expect-error an unknown procedure
      e13: (s) => s.call('kik', {}),
      // @ts-expect-error an unknown parameter
      e14: (s) => s.call('kick', { cpus: 1 }),
      // @ts-expect-error a rule set that is declared earlier has no label
      e15: (s) => (s.at('rules') === 'sleep' ? s : undefined),
      // @ts-expect-error a step returns a snapshot
      e16: (s) => s.get('count'),
      // @ts-expect-error only procedures return
      e17: (s) => s.return(),
      // @ts-expect-error shared memory is loaded
      e24: (s) => s.when(s.get('word') === 0),
      // @ts-expect-error shared memory is stored to
      e25: (s) => s.set('word', 1),
      // @ts-expect-error shared memory is changed by stores and locked instructions
      e26: (s) => s.update('flags', 0, () => 'guest'),
      // @ts-expect-error not shared
      e27: (s) => s.store('count', 1),
      // @ts-expect-error not shared
      e28: (s) => s.when(s.load('irr', 0)),
      // @ts-expect-error a value outside the domain of the location
      e29: (s) => s.store('flags', 0, 'gest'),
      // @ts-expect-error not shared
      e29a: (s) => s.lockedNow('count', (n) => n),
      // @ts-expect-error a fence has a name
      e30: (s) => s.fence(),
    },
    { locals: { t: 0 }, end: 'loop', mayWaitAt: ['start'] },
  )
  .processes('receiver', 2, {
    sleep: (s) => s.when(s.at('sender') === 'queue')?.set('irr', s.index, true),
    // @ts-expect-error a label that the other process does not have
    e18: (s) => s.when(s.at('sender') === 'nowhere'),
  })
  .processes('indexed', 2, {
    own: (s) => raise(s),
    any: (s) => s.when(anyIndex(s) === 0 || anyIndexIsKnown(s) === 0),
    // @ts-expect-error a number is no key
    e31: (s) => spend(s),
  })
  .ruleSets('keyed', ['L', 'H'], {
    own: (s) => spend(s),
    // @ts-expect-error a key is no number
    e32: (s) => raise(s),
    // @ts-expect-error a key that does not exist
    e33: (s) => s.when(s.index === 'M'),
  })
  .process('single', {
    none: (s) => s.when((s.index satisfies undefined) === undefined),
    // @ts-expect-error a single process has no index
    e34: (s) => raise(s),
  })
  .rules('hardware', {
    drain: (s) => s.at('receiver', 1) === 'sleep' && crash(s),
    tick: { environment: (s) => s.set('count', 1) },
    // @ts-expect-error rules have no labels to go to
    e19: (s) => s.goto('drain'),
  })
  .invariant('P1', 'a property', (s) => s.get('served') < 3 && s.at('receiver', 0) !== 'sleep')
  .assertion('A2', 'declared after its use')
  .unreachable('U2', 'declared after its use')
  .invariant('P7', 'read as steps read it', (s) => empty(s))
  .invariant('P6', 'shared memory', (s) => s.get('word') < 3 && s.get('flags', 0) === 'guest')
  .invariant('P0', 'a label inside a procedure', (s) => s.at('sender') !== 'kick.K1')
  // @ts-expect-error a label that the procedure does not have
  .invariant('P00', 'e23', (s) => s.at('sender') !== 'kick.K9')
  .quiescent('P2', 'a local', (s) => s.local('sender', 't') === 0 && s.get('owed', 0) === 'guest')
  // @ts-expect-error a replicated process without an index
  .invariant('P3', 'e20', (s) => s.at('receiver') !== 'sleep')
  // @ts-expect-error an unknown component in a property
  .invariant('P4', 'e21', (s) => s.get('nothing'))
  // @ts-expect-error a rule set has no label
  .invariant('P5', 'e22', (s) => s.at('hardware') === 'halted')
  // @ts-expect-error mayWaitAt names labels
  .process('waiter', { wait: (s) => s.when(false) }, { mayWaitAt: ['wayt'] });
void system;
const ids: readonly PropertiesOf<typeof system>[] = ['A1', 'U1', 'P1', 'deadlock'];
// @ts-expect-error a property that is not declared
const noIds: readonly PropertiesOf<typeof system>[] = ['P9'];
void [ids, noIds];
// What knows less of a system takes one that declares more; never the other way round.
const anySystem: SystemBuilder<Declared> = system;
// @ts-expect-error a component that the system does not have
const otherSystem: SystemBuilder<Declared & { readonly components: { readonly nothing: number } }> = system;
void [anySystem, otherSystem];

const model = defineModel({
  name: 'types',
  title: 'what compiles',
  parameters: { variant: variant('fixed', 'broken'), config: scenario('small', 'large'), n: size(1, 2) },
  build: ({ variant, n }) => {
    // @ts-expect-error a value that the parameter does not have
    void (variant === 'brokn');
    return defineSystem({ x: n as number })
      .assertion('A', 'an assertion')
      .process('p', { a: (s) => s.assert('A', variant === 'fixed') })
      .invariant('P', 'a property', (s) => s.get('x') < 3);
  },
});

const ofModel: readonly PropertiesOf<typeof model>[] = ['A', 'P', 'deadlock'];
void ofModel;

const scenarios = { one: { config: 'small', n: 1 }, two: { n: 2 } } as const;
const everywhere = violated('the assertion says so', ['one', 'two']);
expecting(model, { variants: ['fixed', 'broken'], scenarios, expected: { fixed: {}, broken: { A: everywhere } } });

// @ts-expect-error no entry for a variant
expecting(model, { variants: ['fixed'], scenarios, expected: { fixed: {} } });
// @ts-expect-error a variant that does not exist
expecting(model, { variants: ['fixd'], scenarios, expected: { fixed: {}, broken: {} } });
// @ts-expect-error a property that does not exist
expecting(model, { variants: ['fixed'], scenarios, expected: { fixed: {}, broken: { B: everywhere } } });
// @ts-expect-error a scenario that does not exist
expecting(model, { variants: [], scenarios, expected: { fixed: {}, broken: { A: violated('so', ['three']) } } });
// @ts-expect-error a scenario with a value that its parameter does not have
expecting(model, { variants: [], scenarios: { one: { config: 'medium' } }, expected: { fixed: {}, broken: {} } });

repairs(model, { base: { variant: 'broken' }, lines: { fix: { title: 'the fix', parameters: { variant: 'fixed' } } } });
// @ts-expect-error a line without a title
repairs(model, { lines: { fix: { parameters: { variant: 'fixed' } } } });
// @ts-expect-error a line that chooses a value that its parameter does not have
repairs(model, { lines: { fix: { title: 'the fix', parameters: { variant: 'mended' } } } });
// @ts-expect-error a line that chooses a parameter that does not exist
repairs(model, { lines: { fix: { title: 'the fix', parameters: { design: 'fixed' } } } });
const known: ExpectedOf<'A' | 'P' | 'deadlock', 'one'> = { P: violated('so', ['one']) };
void known;

// A variant may declare more components, steps and properties than another.
const varied = defineModel({
  name: 'varied',
  title: 'variants that differ in what they declare',
  parameters: { variant: variant('fixed', 'broken', 'other'), liveness: scenario('off', 'on') },
  build: ({ variant, liveness }) => {
    if (variant === 'other') {
      return defineSystem({ door: false })
        .rules('door', {})
        .invariant('shut', 'it is shut', (s) => !s.get('door'));
    }
    const more = variant === 'fixed' ? { lock: spinLock(), seen: ghost(0), irr: replicated(2, false) } : {};
    const safe = defineSystem({ n: 0, ...more })
      .process('p', {
        lock: variant === 'fixed' ? (s) => s.acquire('lock') : undefined,
        add: (s) => s.update('n', (n) => n + 1),
        note: variant === 'fixed' ? (s) => s.set('irr', 1, true).update('seen', (n) => n + 1) : undefined,
      })
      .invariant('small', 'n is small', (s) => s.get('n') < 2);
    return liveness === 'on' ? safe.eventually('added', 'it is added', (s) => s.get('n') > 0) : safe;
  },
});
const ofVaried: readonly PropertiesOf<typeof varied>[] = ['shut', 'small', 'added', 'deadlock'];
// @ts-expect-error a property of no variant
const notOfVaried: readonly PropertiesOf<typeof varied>[] = ['open'];
void [ofVaried, notOfVaried];

const sizes = {
  design: variant('old', 'new'),
  n: sizeRange({ from: 1, to: 9, initial: 2 }),
  fixes: assumptionSet('a', 'b'),
};
const defaults: { readonly design: 'old' | 'new'; readonly n: number; readonly fixes: ReadonlySet<'a' | 'b'> } =
  defaultsOf(sizes);
// @ts-expect-error a parameter that is not declared
void defaultsOf(sizes).m;
// @ts-expect-error a value that the parameter does not have
void (defaults.design === 'odd');

const abstract = defineSystem({ holder: value<number | null>(null), inside: replicated(2, false) });
const mapped = defineSystem({ owner: value<number | null>(null) }).refines('R', 'refines', abstract, (s) => ({
  holder: s.get('owner'),
  inside: (i: number) => s.get('owner') === i,
}));
const ofMapped: readonly PropertiesOf<typeof mapped>[] = ['R', 'deadlock'];
void ofMapped;
// @ts-expect-error a component of the specification without a value
void mapped.refines('S', 'refines', abstract, (s) => ({ holder: s.get('owner') }));
// @ts-expect-error a replicated component is a function of the index
void mapped.refines('S', 'refines', abstract, (s) => ({ holder: s.get('owner'), inside: false }));
// @ts-expect-error a value that the component does not have
void mapped.refines('S', 'refines', abstract, () => ({ holder: 'me', inside: () => false }));
// @ts-expect-error a component that the system does not have
void mapped.refines('S', 'refines', abstract, (s) => ({ holder: s.get('holder'), inside: () => false }));
