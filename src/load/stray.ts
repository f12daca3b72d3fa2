/**
 * What a model may not do outside its steps: end the process or thread that runs it, or throw where no caller waits, in a timer or promise
 * that it left behind. While steps run, semantics/purity.ts refuses the same.
 */
import { thrownText, UserError } from '../errors.ts';

export const ENDINGS = ['exit', 'abort', 'kill', 'reallyExit'] as const;

/** From here on the functions of `process` that end it throw `E_MODEL`. Only for a process or thread that runs models and nothing else. */
export function refuseEndings(): void {
  for (const key of ENDINGS) {
    process[key as 'exit'] = () => {
      throw new UserError('E_MODEL', `the model calls process.${key}.`, {
        hint: 'A model cannot end the process that checks it.',
      });
    };
  }
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
