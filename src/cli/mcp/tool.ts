/** A tool: its name, what it is for, the shape of its arguments, and the text that it answers with. */
import type * as v from 'valibot';
import { fileWithin } from '../../load/confinement.ts';
import { looksLikePath } from '../../load/load-model.ts';
import { type Asked, runConfined } from './confined-command.ts';

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly schema: v.GenericSchema;
  run(given: unknown, context: Context): Promise<string>;
}

/** What a request may use. */
export type Context = Pick<Asked, 'folder' | 'signal' | 'onProgress'>;

export interface Limits {
  readonly seconds?: number | undefined;
  readonly states?: number | undefined;
  readonly megabytes?: number | undefined;
}

export interface SystemArguments {
  readonly model: string;
  readonly parameters?: { readonly [name: string]: string | number | readonly string[] } | undefined;
  readonly limits?: Limits | undefined;
}

export const SECONDS = 30;
const STATES = 10_000_000;
const MEGABYTES = 2048;
/** A process that starts on a busy machine, loads its model and finds its traces takes this long beside its exploration. */
const BESIDE_SECONDS = 30;

/** Runs a command that explores, by the flags that a person would write, and gives what it prints. */
export async function explored(
  flags: readonly string[],
  { model, parameters, limits = {} }: SystemArguments,
  context: Context,
): Promise<string> {
  mustBeInside(model, context);
  const { seconds = SECONDS, states = STATES, megabytes = MEGABYTES } = limits;
  const bounds = [`--timeout=${seconds}`, `--max-states=${states}`, `--max-memory=${megabytes}MB`];
  // Behind `--` nothing is a flag, whatever a name begins with.
  const words = ['check', ...bounds, ...flags, '--', model, ...wordsOf(parameters)];
  return (await runConfined({ ...context, words, seconds: seconds + BESIDE_SECONDS })).stdout;
}

/** The process of the command refuses it, too; here that takes no time. Throws `E_MODEL`. */
export function mustBeInside(model: string, { folder }: Pick<Context, 'folder'>): void {
  if (looksLikePath(model)) fileWithin(folder, model, 'E_MODEL');
}

export function wordsOf(parameters: SystemArguments['parameters'] = {}): readonly string[] {
  return Object.entries(parameters).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? value.join(',') || 'none' : value}`,
  );
}
