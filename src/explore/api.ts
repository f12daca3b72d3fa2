/**
 * The requests of the page: the position at the end of a path, and the path in kernel style; the path of a trace; a part of the initial states;
 * the progress of the background exploration and of a search for a state; to start and stop them.
 */
import * as v from 'valibot';
import { UserError } from '../errors.ts';
import type { System } from '../model/system.ts';
import type { JsonValue } from '../model/value-json.ts';
import type { EditionStatus } from '../page/edition.ts';
import type { ExploredCell } from '../page/explored-cell.ts';
import { AROUND_MAX } from '../page/graph-view.ts';
import { INDEX_MAX, START_MAX, STEPS_MAX } from '../page/path-text.ts';
import type { Path } from '../page/position.ts';
import { CONDITION_MAX, type Mistake } from '../page/search-status.ts';
import type { KernelTrace } from '../trace/kernel/kernel-trace.ts';
import { kernelViewOf } from '../trace/kernel/kernel-view.ts';
import type { Background } from './background.ts';
import { besideOf, choicesOf, type Family } from './beside.ts';
import { GraphViews } from './graph/graph-views.ts';
import { KnownGraph } from './graph/known-graph.ts';
import { initialStatesFrom } from './initial-states.ts';
import { Search } from './search/search.ts';
import { vocabularyOf } from './search/vocabulary.ts';
import { pathOf, positionAt, traceAt } from './walk.ts';

/** A request whose body does not fit. */
export class BadRequest extends Error {}

const index = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
/** A path. */
export const at = v.strictObject({
  start: v.optional(index(START_MAX), 0),
  steps: v.pipe(v.array(index(INDEX_MAX)), v.maxLength(STEPS_MAX)),
});
const from = v.strictObject({ from: index(START_MAX) });
const quest = v.union([
  v.strictObject({ condition: v.pipe(v.string(), v.maxLength(CONDITION_MAX)), from: v.optional(at) }),
  v.strictObject({ stop: v.literal(true) }),
]);
const other = v.strictObject({
  ...at.entries,
  parameters: v.record(v.pipe(v.string(), v.maxLength(200)), v.pipe(v.string(), v.maxLength(2_000))),
});
const steps = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(AROUND_MAX));
const around = v.strictObject({ ...at.entries, ahead: steps, back: steps });
const order = v.strictObject({ run: v.picklist(['start', 'stop']) });

/** The steps of a trace by their names, from an initial state with these values. */
const named = v.object({
  initial: v.record(
    v.string(),
    v.custom<JsonValue>(() => true),
  ),
  steps: v.pipe(
    v.array(
      v.object({
        process: v.string(),
        label: v.string(),
        alternative: v.exactOptional(v.string()),
        outcome: v.exactOptional(v.string()),
        tag: v.picklist(['system', 'environment']),
      }),
    ),
    v.maxLength(STEPS_MAX),
  ),
});

/** `edition`: the version of the model that the page shows. */
export type Answer = (body: unknown, edition?: number) => unknown;

/** What a page can do besides walking. */
export interface Tools {
  /** By default one with the default limits. */
  readonly search?: Search;
  readonly known?: KnownGraph;
  /** Where it is given, walks can be followed in other cells of the model. */
  readonly family?: Family;
}

/** By method and path. An answer throws `BadRequest` for a body that does not fit. */
export function apiOf(
  system: System,
  cell: ExploredCell,
  background: Background,
  {
    search = new Search(system, { model: cell.model, parameters: {} }),
    known = new KnownGraph(system),
    family,
  }: Tools = {},
): ReadonlyMap<string, Answer> {
  const graphs = new GraphViews(system, known);
  return new Map<string, Answer>([
    ['GET /api/cell', () => cell],
    ['POST /api/at', (body) => positionAt(system, parsed(at, body))],
    ['POST /api/path', (body) => pathOf(system, parsed(named, body))],
    ['POST /api/kernel', (body) => kernelAt(system, parsed(at, body), background)],
    ['POST /api/initial-states', (body) => initialStatesFrom(system, parsed(from, body).from)],
    ['GET /api/run', () => background.status()],
    [
      'POST /api/run',
      async (body) => {
        if (parsed(order, body).run === 'start') background.start();
        else await background.stop();
        return background.status();
      },
    ],
    [
      'POST /api/graph',
      (body) => {
        const { ahead, back, ...path } = parsed(around, body);
        const { phase, stopped, statistics } = background.status();
        if (phase === 'ended' && stopped === undefined && statistics !== undefined) void known.find(statistics);
        return graphs.around(path, { ahead, back });
      },
    ],
    ['GET /api/choices', () => (family === undefined ? [] : choicesOf(family))],
    [
      'POST /api/beside',
      (body) => {
        const { parameters, ...path } = parsed(other, body);
        if (family === undefined) throw new BadRequest('There are no other cells here.');
        return understood(() => besideOf(system, family, path, parameters));
      },
    ],
    ['GET /api/edition', (): EditionStatus => ({ edition: 0, isWatched: false })],
    ['GET /api/names', () => vocabularyOf(system)],
    ['GET /api/search', () => search.status()],
    [
      'POST /api/search',
      (body) => {
        const asked = parsed(quest, body);
        return understood(async () => {
          await ('stop' in asked ? search.stop() : search.start(asked.condition, asked.from));
          return search.status();
        });
      },
    ],
  ]);
}

/**
 * A path in kernel style, as `--trace-format kernel` prints it: at the end of a jump as `check` does, elsewhere as `replay` does of the
 * saved walk.
 */
function kernelAt(system: System, path: Path, background: Background): KernelTrace {
  const { trace, property } = background.traceOf(path) ?? { trace: traceAt(system, path) };
  return kernelViewOf(system)(trace, property);
}

/** What a person can mend in the page. */
const MENDED_THERE: readonly string[] = ['E_USAGE', 'E_PARAMETER'];

/** Of what a person wrote that makes no sense, the page shows why, and what there is instead. */
async function understood<T>(answer: () => Promise<T> | T): Promise<T | Mistake> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof UserError) || !MENDED_THERE.includes(error.code)) throw error;
    return { mistake: [error.message, error.advice.hint].filter((part) => part !== undefined).join(' ') };
  }
}

/** Throws `BadRequest` for a body that does not fit. */
export function parsed<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new BadRequest(`${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`);
}
