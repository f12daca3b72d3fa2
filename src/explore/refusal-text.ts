/** Why something could not be done, in a sentence without a stack. */
import { UserError } from '../errors.ts';

export function refusalText(error: unknown): string {
  if (error instanceof UserError) return `${error.code} ${error.message}`;
  return `E_INTERNAL ${error instanceof Error ? error.message : String(error)}`;
}
