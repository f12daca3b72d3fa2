/** What the tools are given: shapes that are published as JSON Schema and by which requests are refused. */
import * as v from 'valibot';
import { inertLine, shortened, UserError } from '../../errors.ts';

const PARAMETERS_MAX = 100;
const name = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

export const model = v.pipe(
  name(1000),
  v.description(
    'a name that `list` shows, or the path of a TypeScript or JavaScript file below the folder of the server',
  ),
);
export const parameters = v.pipe(
  v.record(name(200), v.union([v.pipe(v.string(), v.maxLength(2000)), v.number(), v.array(name(200))])),
  v.maxEntries(PARAMETERS_MAX),
  v.description('values of parameters that differ from their defaults; a set is a list of names'),
);
export const property = v.pipe(name(200), v.description('the id of a property, as `check` shows it'));
export const from = v.pipe(
  whole(10_000_000),
  v.description(
    'the first line, step or item of the result to show, where an earlier result said that some were left off',
  ),
);
export const limits = v.pipe(
  v.strictObject({
    seconds: v.optional(v.pipe(whole(600), v.description('time for the whole request'))),
    states: v.optional(whole(200_000_000)),
    megabytes: v.optional(v.pipe(whole(16_384), v.minValue(256), v.description('size of the process'))),
  }),
  v.description('where the exploration stops, inconclusive; by default after 30 seconds, 10,000,000 states or 2048 MB'),
);

/** A system, and how far it is explored. */
export const system = { model, parameters: v.optional(parameters), limits: v.optional(limits) };

/** The arguments of a request. Throws `E_USAGE`. */
export function parsed<S extends v.GenericSchema>(schema: S, given: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, given ?? {}, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'the arguments';
  throw new UserError('E_USAGE', `${inertLine(shortened(where, 100))}: ${inertLine(shortened(issue.message, 300))}.`);
}
