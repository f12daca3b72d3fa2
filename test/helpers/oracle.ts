/**
 * Engine = reference: both explore a random system, the engine in many ways, and the engine must find exactly what the
 * reference finds.
 */
import { isDeepStrictEqual } from 'node:util';
import { checkSystem } from '../../src/check/check.ts';
import { vacuousBecause } from '../../src/check/doubt/vacuity.ts';
import { judgeLasting } from '../../src/check/liveness/liveness.ts';
import { type LockFinding, lockFindings } from '../../src/check/locks/lock-order.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { Kernel, newMemory } from '../../src/engine/kernel.ts';
import { WORD_BITS } from '../../src/engine/memory/layout.ts';
import type { LevelDigest } from '../../src/model/digest.ts';
import type { Exploration, Host, Route, Stopped } from '../../src/model/exploration.ts';
import type { System } from '../../src/model/system.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { withoutChance } from '../../src/semantics/purity.ts';
import { systemOf } from './explored.ts';
import { compiledKernel } from './kernel.ts';
import { buildRandom, type RandomSystem } from './random-system.ts';

/** The reference cannot explore more states than this. */
export const STATES_MAX = 16_000;
/** The reference evaluates every edge anew, several times. */
const LASSO_STATES_MAX = 200;
const SECONDS_MAX = 30;

/** The findings of an exploration, as plain data. */
export interface Summary {
  readonly stopped: Stopped | null;
  readonly counts: {
    readonly [count in
      | 'states'
      | 'transitions'
      | 'depth'
      | 'levelsFinished'
      | 'frontier'
      | 'quiescentStates'
      | 'finalStates']: number;
  };
  /** For each level. */
  readonly digests: readonly LevelDigest[];
  readonly exercised: readonly string[];
  readonly footprints: { readonly [property: string]: readonly number[] };
  readonly changing: readonly number[];
  /** The least depth, by property. */
  readonly found: { readonly [property: string]: number };
  /** (position of the alternative, index of the outcome) for each step of the path to the finding. */
  readonly paths: { readonly [property: string]: readonly (readonly [number, number])[] };
  /** Which steps were taken, and which outcomes of their choices. */
  readonly taken: readonly unknown[];
  /** The findings of lock analysis, with their traces. */
  readonly locks: readonly LockFinding[];
  /** For each violated property of infinite runs the start of the cycle, then the steps as in `paths`; only for small systems. */
  readonly lassos: { readonly [property: string]: readonly (number | readonly [number, number])[] };
  /** For each property that could not have failed, the reason. */
  readonly vacuous: { readonly [property: string]: string };
  /** The observations of steps, with the paths to them. */
  readonly observed: { readonly [key: string]: readonly (readonly [number, number])[] };
  /** The outcomes of quiescent states. */
  readonly outcomes: readonly unknown[];
}

type EngineOptions = NonNullable<ConstructorParameters<typeof Explorer>[1]>;

/** One way in which the engine explores. */
export interface Way extends EngineOptions {
  readonly name: string;
  /** Bits of a word besides one for each slot: the run begins in one word, which is outgrown at some moment. */
  readonly bitsBeyond?: number;
}

/** How the engine packed the states, for the statistics. */
export interface Packing {
  readonly words: number;
  readonly widened: number;
  /** Whether the run began in one word and went on in several. */
  readonly outgrown: boolean;
}

/**
 * The ways for the model with a number: threads only for one model in `threadedOneIn`, because they take long to start. The first
 * way tells whether there are too many states for the reference.
 */
export function waysOf(model: number, threadedOneIn = 8): readonly Way[] {
  const severalWords = { wordBits: 8 + (model % 5) };
  const ways: Way[] = [
    { name: 'one word', statesMax: STATES_MAX },
    { name: 'several words', ...severalWords },
    { name: 'one word, widened', tight: true, tabulateFrom: 1 + (model % 3) },
    { name: 'several words, widened', ...severalWords, tight: true, tabulateFrom: 1 + (model % 5) },
  ];
  // Then the several words are outgrown.
  const outgrown = { bitsBeyond: 1 + (model % 9), tight: true };
  ways.push({ name: 'one word, outgrown', ...outgrown, divideAt: 1, ...(model % 4 === 0 && { auditOneIn: 1 }) });
  // Components in parts, whatever they hold.
  ways.push({
    name: 'parts',
    parts: true,
    splitFrom: 1,
    ...(model % 2 === 0 && severalWords),
    ...(model % 3 === 0 && { entriesFree: 3 }),
  });
  if (model % 2 === 1) ways.push({ name: 'parts, widened', parts: true, splitFrom: 1, tight: true, ...severalWords });
  // So small that they are constantly split, given up and forgotten.
  if (model % 2 === 0)
    ways.push({
      name: 'small bundles',
      kernel: smallBundles(),
      tight: true,
      entriesFree: model % 3,
      ...(model % 4 === 0 && severalWords),
    });
  const turn = Math.floor(model / threadedOneIn);
  const few = turn % 3 === 0 && { entriesFree: turn % 2 };
  const threaded = {
    poolStates: 0,
    tight: turn % 4 > 1,
    tabulateFrom: 2,
    divideAt: 1 + (turn % 3),
    ...few,
    ...(turn % 3 > 0 && { parts: true, splitFrom: 1 }),
    ...(turn % 2 === 0 ? severalWords : outgrown),
  };
  if (model % threadedOneIn === 0) ways.push({ name: '2 threads', workers: 2, ...threaded });
  if (model % threadedOneIn === Math.floor(threadedOneIn / 2))
    ways.push({ name: '4 threads', workers: 4, ...threaded });
  return ways.map((way) => ({ auditOneIn: 0, ...way }));
}

let kernel: Kernel | undefined;

function smallBundles(): Kernel {
  kernel ??= new Kernel(
    compiledKernel('memory-map.ts', 'BUNDLE_MEMORY + 640 * KIB', 'BUNDLE_MEMORY + 4 * KIB'),
    newMemory(),
  );
  return kernel;
}

/** The findings of the reference; `note` is called with the features that the system's steps and claims use. */
export async function byReference(data: RandomSystem, note?: (feature: string) => void): Promise<Summary> {
  return await byReferenceOf(systemOf(buildRandom(data, note)));
}

/** The findings of the reference in a system. */
export async function byReferenceOf(system: System): Promise<Summary> {
  const exploration = new ReferenceExplorer(system, STATES_MAX);
  return await summaryOf(exploration, await exploration.run(patientHost()));
}

export async function byEngine(data: RandomSystem, way: Way) {
  return await byEngineOf(systemOf(buildRandom(data)), way);
}

/** The findings of the engine in a system. */
export async function byEngineOf(
  system: System,
  { name: _, bitsBeyond, ...options }: Way,
): Promise<{ readonly summary: Summary; readonly packing: Packing }> {
  const outgrown = bitsBeyond !== undefined && { wordBits: Math.min(WORD_BITS, system.slots.length + bitsBeyond) };
  const exploration = new Explorer(system, { ...options, ...outgrown });
  try {
    const stopped = await exploration.run(patientHost());
    const { packed, widened } = exploration;
    return {
      summary: await summaryOf(exploration, stopped),
      packing: { words: packed.layout.words, widened, outgrown: packed.layout.narrow !== undefined },
    };
  } finally {
    await exploration.close();
  }
}

/** The differences of an exploration from the reference; empty if they agree. */
export function differences(expected: Summary, found: Summary): string[] {
  return (Object.keys(expected) as (keyof Summary)[])
    .filter((field) => !isDeepStrictEqual(expected[field], found[field]))
    .map((field) => `${field} ${JSON.stringify(found[field])} and not ${JSON.stringify(expected[field])}`);
}

/** The report of `check` about the properties, by either explorer. */
export async function reportedBy(engine: 'kernel' | 'reference', data: RandomSystem) {
  const options = { engine, workers: 1, statesMax: STATES_MAX };
  return (await checkSystem(systemOf(buildRandom(data)), { model: 'random', parameters: {} }, options)).properties;
}

async function summaryOf(exploration: Exploration, stopped: Stopped | undefined): Promise<Summary> {
  const lassos = await lassosOf(exploration, stopped);
  const { system, states, transitions, depth, levelsFinished, frontier, quiescentStates, finalStates } = exploration;
  const { exercised, footprints, changing, observations, outcomes } = exploration;
  // A path begins with its initial state, in a system that has several.
  const positions = ({ start, steps }: Route = { start: 0, steps: [] }): [number, number][] => [
    ...(exploration.system.initials.length > 1 ? [[-1, start] as [number, number]] : []),
    ...steps.map(({ alternative, place }): [number, number] => [alternative.position, place]),
  ];
  const found = [...exploration.found].sort(([a], [b]) => (a < b ? -1 : 1));
  const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);
  const because = system.properties
    .filter(({ id }) => !exploration.found.has(id))
    .map((property) => [property.id, withoutChance(() => vacuousBecause(property, exploration))] as const);
  return {
    stopped: stopped ?? null,
    counts: { states, transitions, depth, levelsFinished, frontier, quiescentStates, finalStates },
    digests: exploration.digests() ?? [],
    exercised: [...exercised].sort(),
    footprints: Object.fromEntries([...footprints].map(([id, slots]) => [id, sorted(slots)])),
    changing: sorted(changing),
    found: Object.fromEntries(found),
    paths: Object.fromEntries(found.map(([id]) => [id, positions(exploration.pathTo(id))])),
    observed: Object.fromEntries(
      [...observations.keys()].sort().map((key) => [key, positions(exploration.pathToObservation(key))]),
    ),
    taken: system.alternatives.map(({ position }) => {
      const { isTaken, outcomes: chosen } = exploration.coverage.of(position);
      return [isTaken, [...chosen].sort()];
    }),
    lassos,
    locks: system.properties.flatMap((property) =>
      property.kind === 'lock order' ? withoutChance(() => lockFindings(property, exploration)) : [],
    ),
    outcomes: outcomes.of('O'),
    vacuous: Object.fromEntries(because.filter((one): one is [string, string] => one[1] !== undefined)),
  };
}

async function lassosOf(exploration: Exploration, stopped: Stopped | undefined): Promise<Summary['lassos']> {
  if (stopped !== undefined || exploration.states > LASSO_STATES_MAX) return {};
  const { lassos } = await judgeLasting(exploration, patientHost());
  return Object.fromEntries(
    [...lassos].map(([id, { path, cycleStart }]) => [
      id,
      [
        cycleStart,
        ...path.steps.map(({ alternative, place }) => [alternative.position, place] as const),
        [-1, path.start],
      ],
    ]),
  );
}

/** A limit that only stops an endless exploration. */
function patientHost(): Host {
  const end = performance.now() + SECONDS_MAX * 1000;
  return {
    breathe: async () => (performance.now() > end ? 'timeout' : undefined),
    mayGrow: () => true,
  };
}
