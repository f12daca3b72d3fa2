/** `replay`: re-executes a trace, saved in the folder or given in the request, and says whether and where it parts from the model. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { UserError } from '../../../errors.ts';
import { fileWithin } from '../../../load/confinement.ts';
import { isDeeperThan, NESTING_MAX } from '../../../trace/nesting.ts';
import { from, parameters, parsed, property } from '../arguments.ts';
import { boundedLines } from '../bounded.ts';
import { LINE_BYTES_MAX } from '../bounded-input.ts';
import { runConfined } from '../confined-command.ts';
import { type Tool, wordsOf } from '../tool.ts';

const SECONDS = 60;

const schema = v.strictObject({
  file: v.optional(
    v.pipe(v.string(), v.maxLength(1000), v.description('the path of a saved trace or JSON report below the folder')),
  ),
  trace: v.optional(
    v.pipe(v.looseObject({}), v.description('instead of a file: what `trace` gives as json, with all its steps')),
  ),
  property: v.optional(property),
  parameters: v.optional(parameters),
  format: v.optional(v.picklist(['text', 'kernel', 'json'])),
  from: v.optional(from),
});

export const replayTool: Tool = {
  name: 'replay',
  title: 'Replay a trace',
  description:
    'Re-executes a trace on the model as it is now, or with other parameters, and says whether it still shows what it showed, or which step no longer fits.',
  schema,
  async run(given, context) {
    const { file, trace, property: id, parameters: other, format = 'text', from: first = 1 } = parsed(schema, given);
    if ((file === undefined) === (trace === undefined)) {
      throw new UserError('E_USAGE', 'a replay needs either a file or a trace.');
    }
    const input = file === undefined ? written(trace) : read(fileWithin(context.folder, file, 'E_TRACE'));
    const words = ['replay', `--format=${format}`, ...(id === undefined ? [] : [`--property=${id}`])];
    const { stdout } = await runConfined({
      ...context,
      words: [...words, '--', '-', ...wordsOf(other)],
      seconds: SECONDS,
      input,
    });
    return boundedLines(stdout, first);
  },
};

function written(trace: unknown): string {
  // `JSON.stringify` takes a stack frame for each level.
  if (isDeeperThan(NESTING_MAX, trace)) {
    throw new UserError('E_TRACE', `the values of the trace are nested more than ${NESTING_MAX} deep.`);
  }
  return JSON.stringify(trace);
}

/** Not through a link that took the place of the file since it was looked at, nor from a pipe. */
function read(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > LINE_BYTES_MAX) {
      throw new UserError('E_TRACE', `the file has more than ${LINE_BYTES_MAX / 1024 ** 2} MB.`);
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
