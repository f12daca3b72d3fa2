/** Reads a trace from a file that `--trace-out` wrote. A report of `--format json` is accepted, too. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Counterexample } from '../check/counterexample.ts';
import type { Report } from '../check/report.ts';
import { UserError } from '../errors.ts';
import { suggestion } from '../model/names.ts';
import type { JsonValue } from '../model/value-json.ts';
import { fromItf, isItf } from './formats/itf.ts';
import { isDeeperThan, NESTING_MAX } from './nesting.ts';
import type { SavedTrace } from './saved-trace.ts';

const jsonValue = v.unknown() as v.GenericSchema<unknown, JsonValue>;
const step = v.object({
  process: v.string(),
  label: v.string(),
  alternative: v.optional(v.string()),
  outcome: v.optional(v.string()),
  tag: v.picklist(['system', 'environment']),
  with: v.optional(v.object({ process: v.string(), label: v.string(), alternative: v.optional(v.string()) })),
  changes: v.record(v.string(), v.strictTuple([jsonValue, jsonValue])),
});
const waiting = v.object({
  process: v.string(),
  at: v.optional(v.string()),
  why: v.picklist([
    ...(['halted', 'not begun', 'frozen', 'lock', 'others', 'sleep', 'condition', 'budget'] as const),
    ...(['environment', 'enabled'] as const),
  ]),
  by: v.optional(v.string()),
  on: v.optional(v.array(v.object({ name: v.string(), as: v.string() }))),
  awaits: v.optional(
    v.array(
      v.object({
        ...{ name: v.string(), as: v.string(), behind: v.array(v.string()) },
        callback: v.optional(v.string()),
      }),
    ),
  ),
  locks: v.optional(
    v.array(
      v.object({
        lock: v.string(),
        mode: v.optional(v.string()),
        behind: v.array(v.object({ process: v.string(), holds: v.optional(v.string()) })),
      }),
    ),
  ),
});
const abstractStep = v.object({
  process: v.string(),
  label: v.string(),
  alternative: v.optional(v.string()),
  outcome: v.optional(v.string()),
});
const mapped = v.object({
  steps: v.array(v.union([abstractStep, v.picklist(['stutter', 'none'])])),
  before: v.optional(v.record(v.string(), jsonValue)),
  after: v.record(v.string(), jsonValue),
  possible: v.array(abstractStep),
});
const counterexample = v.object({
  initial: v.record(v.string(), jsonValue),
  steps: v.array(step),
  cycleStart: v.optional(v.number()),
  waiting: v.optional(v.array(waiting)),
  mapped: v.optional(mapped),
});
const parameters = v.record(v.string(), v.union([v.string(), v.number(), v.array(v.string())]));
const trace = v.object({
  model: v.string(),
  parameters,
  modelHash: v.optional(v.string()),
  property: v.optional(v.string()),
  counterexample,
});
const report = v.object({
  model: v.string(),
  parameters,
  properties: v.array(
    v.object({ id: v.string(), counterexample: v.optional(counterexample), witness: v.optional(counterexample) }),
  ),
});

/** The trace of one property of a report. Throws `E_USAGE` if there is none. */
export function traceOf(
  result: Pick<Report, 'model' | 'parameters'> & { readonly properties: readonly TracedProperty[] },
  property?: string,
): SavedTrace {
  const traced = result.properties.filter(
    (candidate) => candidate.counterexample !== undefined || candidate.witness !== undefined,
  );
  const chosen = property === undefined ? traced[0] : traced.find(({ id }) => id === property);
  const counterexample = chosen?.counterexample ?? chosen?.witness;
  if (chosen === undefined || counterexample === undefined) {
    throw new UserError(
      'E_USAGE',
      property === undefined ? 'no property has a trace.' : `property '${property}' has no trace.`,
      {
        hint:
          traced.length === 0
            ? 'Nothing was violated.'
            : suggestion(
                property ?? '',
                traced.map(({ id }) => id),
              ),
      },
    );
  }
  return { model: result.model, parameters: result.parameters, property: chosen.id, counterexample };
}
type TracedProperty = Pick<Report['properties'][number], 'id'> & {
  readonly counterexample?: Counterexample | undefined;
  readonly witness?: Counterexample | undefined;
};

/** As the path of a trace: standard input. */
const STDIN = '-';

/** Reads a trace, or the trace of one property of a report, from a file or from `-`. Throws `E_TRACE` if it is neither. */
export function readTrace(file: string, property?: string): SavedTrace {
  const path = file === STDIN ? 'standard input' : file;
  const content = parse(file === STDIN ? 0 : file, path);
  if (isItf(content)) return fromItf(content);
  if (v.is(trace, content)) return content as SavedTrace;
  if (v.is(report, content)) return traceOf(content as never, property);
  const [issue] =
    v.safeParse(typeof content === 'object' && content !== null && 'properties' in content ? report : trace, content)
      .issues ?? [];
  const where = issue === undefined ? '' : ` At '${v.getDotPath(issue) ?? 'the top'}': ${issue.message}.`;
  throw new UserError('E_TRACE', `'${path}' is neither a trace nor a report of a check.${where}`, {
    hint: 'A trace is a file that --trace-out wrote, or the output of check --format json.',
    next: 'everywhen check MODEL --trace-out trace.json',
  });
}

function parse(source: string | 0, path: string): unknown {
  let text: string;
  try {
    text = readFileSync(source, 'utf8');
  } catch (error) {
    throw new UserError('E_TRACE', `'${path}' cannot be read: ${(error as Error).message}`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UserError('E_TRACE', `'${path}' is not JSON: ${(error as Error).message}`, {
      hint: 'A trace is a file that --trace-out wrote.',
    });
  }
  if (isDeeperThan(NESTING_MAX, content)) {
    throw new UserError('E_TRACE', `'${path}' is not a trace: its values are nested more than ${NESTING_MAX} deep.`);
  }
  return content;
}
