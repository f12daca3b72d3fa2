/** `trace`: the counterexample or witness of one property, as people read it or as data. */
import * as v from 'valibot';
import { traceOf } from '../../../trace/read-trace.ts';
import { from, parsed, property, system } from '../arguments.ts';
import { boundedItems, boundedLines, legibleJson } from '../bounded.ts';
import { reportOf } from '../report-text.ts';
import { explored, type Tool } from '../tool.ts';

const STEPS_MAX = 100;

const schema = v.strictObject({
  ...system,
  property,
  format: v.optional(
    v.pipe(
      v.picklist(['text', 'kernel', 'json']),
      v.description(
        'text: columns (the default). kernel: as in a commit message. json: what `replay` takes as `trace`',
      ),
    ),
  ),
  from: v.optional(from),
});

export const traceTool: Tool = {
  name: 'trace',
  title: 'Trace of a property',
  description:
    'Checks a system and shows the trace that decides one property: the shortest, with the fewest context switches, the same on every run.',
  schema,
  async run(given, context) {
    const { property: id, format = 'text', from: first = 1, ...asked } = parsed(schema, given);
    if (format !== 'json') {
      return boundedLines(await explored([`--property=${id}`, `--trace-format=${format}`], asked, context), first);
    }
    const { counterexample, ...saved } = traceOf(reportOf(await explored(['--format=json'], asked, context)), id);
    const { shown, leftOff } = boundedItems(counterexample.steps, first, 'Steps', STEPS_MAX);
    const part = { ...(leftOff && { leftOff: `${leftOff} \`replay\` needs all steps.` }) };
    return legibleJson({ ...saved, counterexample: { ...counterexample, steps: shown }, ...part });
  },
};
