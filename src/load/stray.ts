/**
 * What a model may not do outside its steps: end the process or thread that runs it, throw where no caller waits, in a timer or promise
 * that it left behind, or print where reports are printed. While steps run, semantics/purity.ts refuses to end the process, too.
 */
import { Console } from 'node:console';
import { thrownText, UserError } from '../errors.ts';
import { ownEvaluation } from '../semantics/beacon.ts';

export const ENDINGS = ['exit', 'abort', 'kill', 'reallyExit'] as const;

/** From here on the functions of `process` that end it throw `E_MODEL`. Only for a process or thread that runs models and nothing else. */
export function refuseEndings(): void {
  for (const key of ENDINGS) {
    process[key as 'exit'] = () => {
      throw new UserError('E_MODEL', `${ownEvaluation() ?? 'the model'} calls process.${key}.`, {
        hint: 'A model cannot end the process that checks it.',
      });
    };
  }
}

/**
 * From here on the console prints on stderr. Standard output is for reports alone: what a model prints there would pass for one, and would
 * break the one JSON object of `--format json`.
 */
export function printOnStderr(): void {
  const make = () => {
    const value = new Console({ stdout: process.stderr, stderr: process.stderr });
    Object.defineProperty(globalThis, 'console', { value, configurable: true, writable: true });
    return value;
  };
  Object.defineProperty(globalThis, 'console', { get: make, configurable: true });
}

/** The error of an exception that nothing caught. */
export function strayError(thrown: unknown): UserError {
  if (thrown instanceof UserError) return thrown;
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  const place = stack?.match(/(?:file:\/\/)?(\/[^\s()]+:\d+):\d+\)?$/m)?.[1];
  return new UserError('E_MODEL', `something that the model began outside its steps throws ${thrownText(thrown)}`, {
    hint: place === undefined ? undefined : `At ${place}.`,
  });
}
