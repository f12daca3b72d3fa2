/** Explanations against brute force: a search of the graph of all (state, step before) pairs, for each part of each trace. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import fc from 'fast-check';
import { Map as ImmutableMap } from 'immutable';
import { checkSystem } from '../../../src/check/check.ts';
import { decides } from '../../../src/check/confirm.ts';
import type { Counterexample, TraceStep } from '../../../src/check/counterexample.ts';
import type { Part } from '../../../src/check/doubt/explained.ts';
import { explain } from '../../../src/check/doubt/explanation.ts';
import type { Alternative } from '../../../src/model/process.ts';
import type { Property } from '../../../src/model/property.ts';
import type { State } from '../../../src/model/state.ts';
import type { StateReader } from '../../../src/model/state-reader.ts';
import { candidates, type System } from '../../../src/model/system.ts';
import { evaluate, stepName } from '../../../src/semantics/evaluation.ts';
import { systemOf } from '../../helpers/explored.ts';
import { buildRandom, type RandomSystem, randomStartedSystem, randomSystem } from '../../helpers/random-system.ts';

const STATES_MAX = 400;

interface Edge {
  readonly alternative: Alternative;
  readonly name: string;
  readonly to: number;
  /** Its process goes on with it. */
  readonly goesOn: boolean;
  readonly decides: boolean;
}

/** The transitions from each state, by number; the first state is 0. */
type Graph = readonly (readonly Edge[])[];

/** What runs go without, by the names of steps: those never taken, and those after which nothing comes in. */
interface Without {
  readonly taken: ReadonlySet<string>;
  readonly interrupted: ReadonlySet<string>;
}

const counts = new Map<string, number>();
const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

test('what an explanation says is needed, and how short a trace does without the rest, is so', async (t) => {
  // Some seconds on an idle machine; a busy one is no reason to fail.
  t.timeout(600_000);
  const judge = async (data: RandomSystem) => {
    const system = systemOf(buildRandom(data));
    const options = { workers: 1, statesMax: STATES_MAX };
    const report = await checkSystem(system, { model: 'random', parameters: {} }, options);
    if (report.stopped !== undefined) return;
    count('systems');
    const { properties } = await explain(system, report, { workers: 1 });
    for (const { id, because, parts, together } of properties) {
      if (because !== undefined) continue;
      const property = system.properties.find((one) => one.id === id) as Property<StateReader>;
      const trace = report.properties.find((one) => one.id === id)?.counterexample as Counterexample;
      const graph = graphOf(system, property);
      const nothing: Without = { taken: new Set(), interrupted: new Set() };
      if (trace.steps.length === 0) {
        t.deepEqual(parts, [], 'where the first state decides, there is nothing to leave out');
        continue;
      }
      t.is(shortest(graph, nothing), trace.steps.length);
      t.deepEqual(named(parts), expectedParts(graph, trace, nothing));
      for (const { kind, needed } of [...parts, ...(together?.parts ?? [])]) count(`${kind} ${needed}`);
      count(property.kind);
      t.is(
        together !== undefined,
        parts.some(({ needed }) => needed === 'not needed'),
      );
      if (together === undefined) continue;
      const without = together.leftOut.reduce((all, part) => leaving(all, part.kind, nameOf(part)), nothing);
      t.is(shortest(graph, without), together.counterexample.steps.length);
      const rest = expectedParts(graph, together.counterexample, without);
      t.deepEqual(named(together.parts), rest);
      t.false(
        rest.some((line) => line.includes('not needed')),
        'nothing more can be left out',
      );
      if (together.leftOut.length > 1) count('several left out');
      if (rest.some((line) => / needed/.test(line) && !named(parts).includes(line))) count('needed instead');
    }
  };
  await fc.assert(fc.asyncProperty(randomSystem, judge), { numRuns: 200, seed: 6 });
  await fc.assert(fc.asyncProperty(randomStartedSystem, judge), { numRuns: 400, seed: 6 });
  t.log(Object.fromEntries([...counts].toSorted()));
  // The test says something only if every answer was there to give.
  for (const kind of ['environment step', 'context switch']) {
    for (const needed of ['needed', 'not needed'])
      t.true((counts.get(`${kind} ${needed}`) ?? 0) >= 5, `${kind} ${needed}`);
  }
  for (const what of ['context switch unavoidable', 'several left out', 'needed instead'])
    t.true(counts.has(what), what);
  for (const kind of ['invariant', 'step invariant', 'assertion', 'unreachable', 'quiescence', 'deadlock'])
    t.true(counts.has(kind), kind);
});

/** Every state found by trying everything, with what decides the property. */
function graphOf(system: System, property: Property<StateReader>): Graph {
  const numbers = ImmutableMap<State, number>().asMutable();
  const states: State[] = [];
  const numberOf = (state: State) => {
    const known = numbers.get(state);
    if (known !== undefined) return known;
    numbers.set(state, states.length);
    return states.push(state) - 1;
  };
  numberOf(system.initial);
  const graph: Edge[][] = [];
  for (const state of states) {
    graph.push(
      [...candidates(system, state)].flatMap((alternative) =>
        evaluate(system, alternative, state).outcomes.map(({ name, place, next, failed }) => {
          const step = { alternative, outcome: name, place, failed };
          return {
            alternative,
            name: JSON.stringify(stepName(alternative, name)),
            to: numberOf(next),
            goesOn: alternative.tag === 'system' && numberOf(next) !== numberOf(state),
            decides: decides(system, property, { states: [state, next], steps: [step] }),
          };
        }),
      ),
    );
  }
  return graph;
}

/** The steps of the shortest run that decides the property; undefined where there is none. */
function shortest(graph: Graph, { taken, interrupted }: Without): number | undefined {
  let level: { readonly node: number; readonly last?: Alternative }[] = [{ node: 0 }];
  const seen = new Set<string>();
  for (let length = 1; level.length > 0; length++) {
    const next: typeof level = [];
    for (const { node, last } of level) {
      const waits = last !== undefined && interrupted.has(nameOfStep(last)) && goesOnFrom(graph, node, last);
      for (const { alternative, to, decides } of graph[node] as readonly Edge[]) {
        if (taken.has(nameOfStep(alternative))) continue;
        if (waits && last.process !== alternative.process) continue;
        if (decides) return length;
        const key = `${to} ${alternative.position}`;
        if (!seen.has(key)) next.push({ node: to, last: alternative });
        seen.add(key);
      }
    }
    level = next;
  }
  return undefined;
}

function goesOnFrom(graph: Graph, node: number, { process }: Alternative): boolean {
  return (graph[node] as readonly Edge[]).some((edge) => edge.goesOn && edge.alternative.process === process);
}

/** What is asked of a trace, and what brute force answers when something is left out already; sorted. */
function expectedParts(graph: Graph, { steps }: Counterexample, without: Without): string[] {
  const asked = new Map<string, { kind: Part['kind']; name: string; steps: number[]; avoidable: boolean }>();
  const add = (kind: Part['kind'], alternative: Alternative, at: number, avoidable: boolean) => {
    const name = nameOfStep(alternative);
    const one = asked.get(`${kind} ${name}`) ?? { kind, name, steps: [], avoidable: false };
    one.steps.push(at);
    one.avoidable ||= avoidable;
    asked.set(`${kind} ${name}`, one);
  };
  let node = 0;
  let last: Alternative | undefined;
  for (const [at, step] of steps.entries()) {
    const edge = (graph[node] as readonly Edge[]).find(({ name }) => name === nameIn(step)) as Edge;
    const { alternative } = edge;
    if (alternative.tag === 'environment') add('environment step', alternative, at, true);
    if (last !== undefined && last.process !== alternative.process)
      add('context switch', last, at, goesOnFrom(graph, node, last));
    [node, last] = [edge.to, alternative];
  }
  return [...asked.values()]
    .map(({ kind, name, steps: at, avoidable }) => {
      const length = avoidable ? shortest(graph, leaving(without, kind, name)) : undefined;
      const needed = !avoidable ? 'unavoidable' : length === undefined ? 'needed' : 'not needed';
      return `${kind} ${name} at ${at}: ${needed} ${length}`;
    })
    .sort();
}

function leaving({ taken, interrupted }: Without, kind: Part['kind'], name: string): Without {
  return kind === 'environment step'
    ? { taken: new Set([...taken, name]), interrupted }
    : { taken, interrupted: new Set([...interrupted, name]) };
}

function named(parts: readonly Part[]): string[] {
  return parts.map((part) => `${part.kind} ${nameOf(part)} at ${part.steps}: ${part.needed} ${part.length}`).sort();
}

/** Of a step, whichever replica takes it. */
function nameOfStep({ process, label, name }: Alternative): string {
  return nameOf({ process: process.name, label, ...(name !== undefined && { alternative: name }) });
}

function nameOf({ process, label, alternative }: Pick<TraceStep, 'process' | 'label' | 'alternative'>): string {
  return [process.replace(/\[.*\]$/, ''), label, alternative].join(' ');
}

function nameIn({ changes: _, with: __, ...step }: TraceStep): string {
  return JSON.stringify(step);
}
