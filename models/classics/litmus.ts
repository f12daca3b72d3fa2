/**
 * Litmus tests: tiny programs, each with one outcome that tells memory orderings apart.
 *
 * MP, SB, LB, S, R, 2+2W, WRC, IRIW and RWC are named and defined as in L. Maranget, S. Sarkar, P. Sewell, "A tutorial introduction
 * to the ARM and POWER relaxed memory models", 2012; SB+rfi-pos, n4b, n5 and n6, the tests with XCHG (Intel's examples 8-9 and 8-10)
 * and the verdicts for x86 are those of P. Sewell, S. Sarkar, S. Owens, F. Zappa Nardelli, M. O. Myreen, "x86-TSO: a rigorous and
 * usable programmer's model for x86 multiprocessors", CACM 53(7), 2010. The verdicts for PSO follow from "The SPARC architecture
 * manual, version 9", 1994, appendix D: of TSO's orders it gives up that between stores to different locations, and no other.
 */
import { assumption, defineModel, defineSystem, expecting, type StepOf, shared, variant, violated } from 'everywhen';

type Location = 'x' | 'y';
type Register = 'EAX' | 'EBX';

interface Litmus {
  /** For each thread its instructions: `x=1` stores, `EAX=x` loads, `mfence`, `xchg x 1` is a locked exchange. */
  readonly threads: readonly string[];
  /** The outcome asked about: registers as `thread:register`, and locations. */
  readonly asked: { readonly [place: string]: number };
}

const LITMUS = {
  SB: { threads: ['x=1; EAX=y', 'y=1; EAX=x'], asked: { '0:EAX': 0, '1:EAX': 0 } },
  'SB+mfences': { threads: ['x=1; mfence; EAX=y', 'y=1; mfence; EAX=x'], asked: { '0:EAX': 0, '1:EAX': 0 } },
  'SB+mfence+po': { threads: ['x=1; mfence; EAX=y', 'y=1; EAX=x'], asked: { '0:EAX': 0, '1:EAX': 0 } },
  'SB+xchgs': { threads: ['xchg x 1; EAX=y', 'xchg y 1; EAX=x'], asked: { '0:EAX': 0, '1:EAX': 0 } },
  'SB+rfi-pos': {
    threads: ['x=1; EAX=x; EBX=y', 'y=1; EAX=y; EBX=x'],
    asked: { '0:EAX': 1, '0:EBX': 0, '1:EAX': 1, '1:EBX': 0 },
  },
  MP: { threads: ['x=1; y=1', 'EAX=y; EBX=x'], asked: { '1:EAX': 1, '1:EBX': 0 } },
  'MP+mfence+po': { threads: ['x=1; mfence; y=1', 'EAX=y; EBX=x'], asked: { '1:EAX': 1, '1:EBX': 0 } },
  'MP+xchg+po': { threads: ['xchg x 1; y=1', 'EAX=y; EBX=x'], asked: { '1:EAX': 1, '1:EBX': 0 } },
  LB: { threads: ['EAX=x; y=1', 'EAX=y; x=1'], asked: { '0:EAX': 1, '1:EAX': 1 } },
  S: { threads: ['x=2; y=1', 'EAX=y; x=1'], asked: { '1:EAX': 1, x: 2 } },
  'S+mfence+po': { threads: ['x=2; mfence; y=1', 'EAX=y; x=1'], asked: { '1:EAX': 1, x: 2 } },
  R: { threads: ['x=1; y=1', 'y=2; EAX=x'], asked: { y: 2, '1:EAX': 0 } },
  'R+po+mfence': { threads: ['x=1; y=1', 'y=2; mfence; EAX=x'], asked: { y: 2, '1:EAX': 0 } },
  'R+mfences': { threads: ['x=1; mfence; y=1', 'y=2; mfence; EAX=x'], asked: { y: 2, '1:EAX': 0 } },
  '2+2W': { threads: ['x=1; y=2', 'y=1; x=2'], asked: { x: 1, y: 1 } },
  '2+2W+mfences': { threads: ['x=1; mfence; y=2', 'y=1; mfence; x=2'], asked: { x: 1, y: 1 } },
  WRC: { threads: ['x=1', 'EAX=x; y=1', 'EAX=y; EBX=x'], asked: { '1:EAX': 1, '2:EAX': 1, '2:EBX': 0 } },
  RWC: { threads: ['x=1', 'EAX=x; EBX=y', 'y=1; EAX=x'], asked: { '1:EAX': 1, '1:EBX': 0, '2:EAX': 0 } },
  'RWC+po+mfence': {
    threads: ['x=1', 'EAX=x; EBX=y', 'y=1; mfence; EAX=x'],
    asked: { '1:EAX': 1, '1:EBX': 0, '2:EAX': 0 },
  },
  IRIW: {
    threads: ['x=1', 'y=1', 'EAX=x; EBX=y', 'EAX=y; EBX=x'],
    asked: { '2:EAX': 1, '2:EBX': 0, '3:EAX': 1, '3:EBX': 0 },
  },
  n4b: { threads: ['EAX=x; x=1', 'EAX=x; x=2'], asked: { '0:EAX': 2, '1:EAX': 1 } },
  n5: { threads: ['x=1; EAX=x', 'x=2; EAX=x'], asked: { '0:EAX': 2, '1:EAX': 1 } },
  n6: { threads: ['x=1; EAX=x; EBX=y', 'y=2; x=2'], asked: { '0:EAX': 1, '0:EBX': 0, x: 1 } },
} as const satisfies { readonly [name: string]: Litmus };

type Name = keyof typeof LITMUS;
const NAMES = Object.keys(LITMUS) as [Name, ...Name[]];
const shape = { x: shared(0), y: shared(0) };
const registers = { EAX: 0, EBX: 0 };
type S = StepOf<typeof shape & typeof registers, never, never, object, never, number>;

const model = defineModel({
  name: 'litmus',
  title: 'litmus tests of x86-TSO and of SPARC PSO: is the outcome asked about possible?',
  parameters: {
    test: variant(...NAMES),
    memory: assumption('sc', 'tso', 'pso'),
  },
  build({ test, memory }) {
    const litmus: Litmus = LITMUS[test];
    const { asked } = litmus;
    const threads = litmus.threads.map((thread) => thread.split('; '));
    /** Whichever instruction the thread has at that place, a step of its own; after its last one the thread halts. */
    const at = (place: number) => (s: S) => {
      const [thread, instruction] = [s.index, threads[s.index]?.[place]];
      if (instruction === undefined) return undefined;
      const done = perform(s, instruction, thread);
      return s.choose({ [instruction]: place + 1 === threads[thread]?.length ? done?.halt() : done });
    };
    return defineSystem(shape, { memory })
      .processes('P', threads.length, { '1st': at(0), '2nd': at(1), '3rd': at(2) }, { locals: registers })
      .reachable(
        'asked',
        'the outcome asked about is possible',
        (s) => Object.entries(asked).every(([place, value]) => valueAt(s, place) === value),
        { quiescent: true },
      )
      .outcomes('outcomes', 'what the places asked about may hold in the end', (s) =>
        Object.fromEntries(Object.keys(asked).map((place) => [place, valueAt(s, place)])),
      );
  },
});

/** One instruction of a thread. A fence is known by its thread, so that each can be taken out alone. */
function perform(s: S, instruction: string, thread: number): S | undefined {
  const [first = '', second = '', third = ''] = instruction.split(/[ =]/);
  if (first === 'mfence') return s.fence(`mfence of P${thread}`);
  if (first === 'xchg') return s.locked(second as Location, () => Number(third), `xchg of P${thread}`);
  if (first === 'x' || first === 'y') return s.store(first, Number(second));
  return s.set(first as Register, s.load(second as Location));
}

interface Final {
  get(location: Location): number;
  local(process: 'P', thread: number, register: Register): number;
}

function valueAt(s: Final, place: string): number {
  const [thread, register] = place.split(':');
  return register === undefined ? s.get(place as Location) : s.local('P', Number(thread), register as Register);
}

const everywhere = ['sc', 'tso', 'pso'] as const;
type Memory = (typeof everywhere)[number];
/** The outcome is impossible there. */
const forbidden = (where: readonly Memory[], because: string) => ({ asked: violated(because, where) });
const never = (because: string) => forbidden(everywhere, because);
const inOrder = 'under SC some store is made before both loads are, and whichever load comes last sees it';
const storesInOrder = 'the stores of a thread drain in their order, and loads are made in theirs';
const onlySc = (because: string) => forbidden(['sc'], because);
const unlessPso = (because: string) => forbidden(['sc', 'tso'], because);

export default expecting(model, {
  variantParameter: 'test',
  variants: NAMES,
  scenarios: { sc: { memory: 'sc' }, tso: { memory: 'tso' }, pso: { memory: 'pso' } },
  vacuous: [{ step: 'P[3] store buffer: drain', because: 'only IRIW has a fourth thread, which stores nothing' }],
  expected: {
    SB: onlySc(`${inOrder}; a store buffer hides both stores from the other thread's load`),
    'SB+mfences': never(
      'each load waits until the store before it is in memory, so the later load sees the other store',
    ),
    'SB+mfence+po': onlySc(`${inOrder}; one fence is not enough: the other thread may load before its store drains`),
    'SB+xchgs': never('a locked instruction changes memory at once, so the later load sees the other store'),
    'SB+rfi-pos': onlySc(`${inOrder}; that a thread sees its own store early drains nothing`),
    MP: unlessPso(`${storesInOrder}; under PSO the flag may drain before the message`),
    'MP+mfence+po': never('the message has drained before the flag is stored, and loads are made in order'),
    'MP+xchg+po': never('the message is in memory before the flag is stored, and loads are made in order'),
    LB: never('loads are never delayed: that both see a store that comes after the other load is a circle'),
    S: unlessPso(`${storesInOrder}: x=2 is in memory before x=1 is stored; under PSO it may drain last`),
    'S+mfence+po': never('x=2 is in memory before y=1 is stored, and so before x=1 is'),
    R: onlySc(
      'y=2 comes after y=1, which comes after x=1, which the load would see; a buffer delays y=2 beyond the load',
    ),
    'R+po+mfence': unlessPso('y=2 is in memory after x=1 and before the load; under PSO x=1 may drain after the load'),
    'R+mfences': never('x=1 is in memory before y=1 is stored, y=2 overwrites y=1 before the load: it sees x=1'),
    '2+2W': unlessPso('with the stores of each thread in order, one thread’s second store is the last of all'),
    '2+2W+mfences': never(
      'the first store of a thread is in memory before its second: the last of all is a second one',
    ),
    WRC: never(
      'there is one memory: what the second thread has seen, everybody sees who sees what it stored thereafter',
    ),
    RWC: onlySc('the third thread stores y after the second looked, and then must see x=1; a buffer delays that store'),
    'RWC+po+mfence': never('y=1 is in memory before the third thread looks: after the second did, who saw x=1'),
    IRIW: never('there is one memory: two stores reach it in one order for all threads'),
    n4b: never('each load would have seen a store that comes after the other load'),
    n5: never('of two stores to one location one drains last, and its own thread cannot see the other after it'),
    n6: onlySc(
      'x=1 comes before y is loaded, which comes before y=2 and x=2: the last x is 2; a buffer lets x=1 drain last',
    ),
  },
});
