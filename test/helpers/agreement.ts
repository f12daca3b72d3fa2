/** The engine against the reference on many random systems, with statistics that show whether the comparison is significant. */
import assert from 'node:assert';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import {
  byEngine,
  byReference,
  differences,
  type Packing,
  reportedBy,
  type Summary,
  type Way,
  waysOf,
} from './oracle.ts';
import { type RandomSystem, randomWideSystem } from './random-system.ts';

/** Systems with more states than this take most of the time. */
const LARGE_STATES = 2000;

export interface AgreementOptions {
  readonly numRuns: number;
  readonly seed: number;
  /** One model in this many is explored by threads, and one is judged by the whole `check`. */
  readonly threadedOneIn: number;
  readonly secondsMax: number;
  readonly progress?: (line: string) => void;
}

/** Both explore every random system with equal results, in every way; and the systems are a significant sample. */
export async function agree(t: ExecutionContext, options: AgreementOptions): Promise<void> {
  const { numRuns, seed, threadedOneIn, secondsMax, progress = () => {} } = options;
  const statistics = new Statistics();
  // While a failing system shrinks, only the way in which it failed is tried.
  let failing: Way | undefined;
  let model = 0;
  const property = fc.asyncProperty(randomWideSystem, async (data) => {
    const number = model++;
    if (number % 100 === 99) progress(`${number + 1} systems, ${statistics.compared} compared`);
    const used = new Set<string>();
    let expected: Summary | undefined;
    for (const [i, way] of (failing === undefined ? waysOf(number, threadedOneIn) : [failing]).entries()) {
      if (failing === undefined && isSpared(way, i + number, expected)) continue;
      try {
        const { summary, packing } = await byEngine(data, way);
        if (summary.stopped === 'max-states') return;
        expected ??= await byReference(data, (feature) => used.add(feature));
        assert.deepStrictEqual(differences(expected, summary), []);
        statistics.way(way, packing);
      } catch (error) {
        failing = way;
        throw new Error(`${JSON.stringify(way)}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
    statistics.model(data, expected as Summary, used);
    if (number % threadedOneIn !== 1) return;
    assert.deepStrictEqual(await reportedBy('kernel', data), await reportedBy('reference', data));
  });
  await fc.assert(property, {
    numRuns,
    seed,
    interruptAfterTimeLimit: 1000 * secondsMax,
    markInterruptAsFailure: true,
  });
  statistics.areWorthIt(t, numRuns);
}

/** A large system is explored in each fourth way by one thread: the ways take turns from system to system. */
function isSpared({ name, workers = 1 }: Way, turn: number, expected: Summary | undefined): boolean {
  const isLarge = (expected?.counts.states ?? 0) > LARGE_STATES;
  return isLarge && workers === 1 && name !== 'one word' && turn % 4 !== 0;
}

/** The features of the systems, and the ways in which they were explored. */
class Statistics {
  compared = 0;
  #large = 0;
  readonly #features = new Map<string, number>();
  readonly #ways = new Map<string, number>();
  readonly #packed = { 'in several words': 0, 'with a layout widened': 0, 'in one word, then in several': 0 };
  readonly #rules = new Map<string, number>();
  readonly #found = new Map<string, number>();
  readonly #held = new Map<string, number>();
  #traces = 0;
  #longest = 0;
  #states = 0;

  way({ name }: Way, { words, widened, outgrown }: Packing): void {
    count(this.#ways, name);
    if (words > 1) this.#packed['in several words']++;
    if (widened > 0) this.#packed['with a layout widened']++;
    if (outgrown) this.#packed['in one word, then in several']++;
  }

  model(data: RandomSystem, { counts, exercised, found, paths, locks }: Summary, used: ReadonlySet<string>): void {
    this.compared++;
    this.#states += counts.states;
    if (counts.states > 1000) this.#large++;
    for (const feature of used) count(this.#features, feature);
    for (const rule of new Set(locks.map((finding) => finding.rule))) count(this.#rules, rule);
    for (const [id, feature] of JUDGED) if (exercised.includes(id)) count(this.#features, feature);
    if (exercised.includes('deadlock') && data.programs.some(({ mayWait }) => mayWait))
      count(this.#features, 'mayWait');
    for (const id of Object.keys(found)) count(this.#found, id);
    for (const id of exercised) if (!(id in found)) count(this.#held, id);
    for (const path of Object.values(paths)) {
      this.#traces++;
      this.#longest = Math.max(this.#longest, path.length);
    }
  }

  /** Enough large systems, enough of every feature, and verdicts of both kinds. */
  areWorthIt(t: ExecutionContext, drawn: number): void {
    const share = (n: number) => `${Math.round((100 * n) / this.compared)} %`;
    const list = (counts: Iterable<readonly [string, number]>, text = share) =>
      [...counts].map(([name, n]) => `${name} ${text(n)}`).join(', ');
    t.log(`${drawn} systems, ${this.compared} compared, ${this.#states} states, ${share(this.#large)} above 1,000`);
    t.log(`ways: ${list([...this.#ways, ...Object.entries(this.#packed)], String)}`);
    t.log(`lock findings: ${list(this.#rules)}`);
    t.log(`features: ${list(this.#features)}`);
    t.log(
      `${this.#traces} traces of up to ${this.#longest} steps; found ${list(this.#found)}; held ${list(this.#held)}`,
    );
    t.true(this.compared >= 0.7 * drawn);
    // Rule sets alone are small.
    t.true(this.#large >= (this.compared - (this.#features.get('rule sets alone') ?? 0)) / 4);
    for (const explored of Object.values(this.#packed)) t.true(explored >= this.compared / 4);
    for (const name of ['2 threads', '4 threads']) t.true((this.#ways.get(name) ?? 0) >= 25, name);
    for (const feature of FEATURES) t.true((this.#features.get(feature) ?? 0) >= this.compared / 10, feature);
    for (const id of [...JUDGED.keys(), 'A', 'B'])
      t.true((this.#found.get(id) ?? 0) >= this.compared / 50, `${id} is found`);
    for (const id of [...JUDGED.keys(), 'A', 'B'])
      t.true((this.#held.get(id) ?? 0) >= this.compared / 50, `${id} holds`);
    for (const feature of RARE) t.true((this.#features.get(feature) ?? 0) >= Math.floor(this.compared / 100), feature);
    t.true(this.#longest >= 10);
  }
}

/** The properties that are counted when they had something to judge, by id. */
const JUDGED = new Map([
  ['I', 'invariants'],
  ['W', 'invariants with an antecedent'],
  ['S', 'step invariants'],
  ['T', 'step invariants with an antecedent'],
  ['Q', 'quiescence'],
  ['P', 'quiescence with an antecedent'],
  ['D', 'quiescent states'],
  ['R', 'reachable'],
  ['deadlock', 'deadlock'],
  ['K', 'claims about enabled steps'],
]);

const FEATURES = [
  ...JUDGED.values(),
  'programs',
  'rule sets',
  'alternatives',
  'choices',
  'goto',
  'halt',
  'procedures',
  'procedure in a procedure',
  'locks',
  'store in weak memory',
  'load in weak memory',
  'fence in weak memory',
  'lock add in weak memory',
  'exchange in weak memory',
  'replicated components',
  'replicated processes',
  'Set',
  'Map',
  'Record',
  'ghosts updated',
  'ghosts in claims',
  'environment tags',
  'mayWait',
  'unreachable',
  'assertions',
  'initial states',
  'queues',
  'rendezvous',
  'budgets',
  'owed',
  'components of a CPU',
  'sleeps',
  'wakes',
  'wake-ups',
  'waits',
  'preemption',
  'read-side sections',
  'grace periods',
  'RCU callbacks',
  'objects',
  'IPIs sent',
  'IPIs taken',
  'rendezvous of CPUs',
  'CPUs stopped',
];

/** The systems of random-locks.ts have more of them. */
const RARE = [
  // Few programs come to their end, since many steps wait.
  'loops',
  'rule sets alone',
  'irqsave',
  'ticket lock',
  'queue but interrupts lock',
  'queue lock',
  'pass lock',
  'interrupt handlers',
  'yields',
];

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
