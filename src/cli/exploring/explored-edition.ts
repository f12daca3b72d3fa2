/** A model as it is now, ready to be walked: its system, and the answers to the page's requests. */
import { workersOf } from '../../engine/exploring/workers.ts';
import { type OpenedCell, openedCell } from '../../explore/opened-cell.ts';
import { chooseParameters } from '../../language/parameter.ts';
import type { LoadedModel } from '../../load/load-model.ts';
import { shellWord } from '../../report/check-command.ts';
import { type LimitFlags, limitsOf } from '../options/limits.ts';
import { parseAssignments } from '../options/parameters.ts';

/** Throws as `instantiate`. */
export function exploredEdition(
  { model, hash }: LoadedModel,
  name: string,
  words: readonly string[],
  flags: LimitFlags,
): OpenedCell {
  const parameters = chooseParameters(model.parameters, parseAssignments(words));
  return openedCell(
    { model, name, quoted: shellWord(name), parameters, modelHash: hash() },
    { ...limitsOf(flags), workers: workersOf(flags.workers) },
  );
}
