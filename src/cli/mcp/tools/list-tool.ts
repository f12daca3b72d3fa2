/** `list`: models with their parameters, what `everywhen list --format json` prints. */
import * as v from 'valibot';
import { from, model, parsed } from '../arguments.ts';
import { boundedItems, legibleJson } from '../bounded.ts';
import { runConfined } from '../confined-command.ts';
import { mustBeInside, type Tool } from '../tool.ts';

const MODELS_MAX = 10;
const SECONDS = 60;

const schema = v.strictObject({
  models: v.optional(v.pipe(v.array(model), v.minLength(1), v.maxLength(MODELS_MAX))),
  from: v.optional(from),
});

export const listTool: Tool = {
  name: 'list',
  title: 'List models',
  description: `The models that come with Everywhen, or those named, each with its parameters: role, default and values. At most ${MODELS_MAX} at a time.`,
  schema,
  async run(given, context) {
    const { models = [], from: first = 1 } = parsed(schema, given);
    for (const name of models) mustBeInside(name, context);
    const words = ['list', '--format=json', '--', ...models];
    const { stdout } = await runConfined({ ...context, words, seconds: SECONDS });
    const { shown, leftOff } = boundedItems(JSON.parse(stdout), first, 'Models', MODELS_MAX);
    return legibleJson({ models: shown, ...(leftOff && { leftOff }) });
  },
};
