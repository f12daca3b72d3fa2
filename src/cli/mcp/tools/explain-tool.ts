/** `explain`: which environment steps and context switches a violation needs, what `check --explain` prints. */
import * as v from 'valibot';
import { from, parsed, property, system } from '../arguments.ts';
import { boundedLines } from '../bounded.ts';
import { explored, type Tool } from '../tool.ts';

const schema = v.strictObject({ ...system, property, from: v.optional(from) });

export const explainTool: Tool = {
  name: 'explain',
  title: 'Explain a violation',
  description:
    'Leaves out each environment step and each context switch of a counterexample in turn, explores again, and says which of them the violation needs. Takes one exploration for each question.',
  schema,
  async run(given, context) {
    const { property: id, from: first = 1, ...asked } = parsed(schema, given);
    return boundedLines(await explored(['--explain', `--property=${id}`], asked, context), first);
  },
};
