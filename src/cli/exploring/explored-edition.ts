/** A model as it is now, ready to be walked: its system, and the answers to the page's requests. */
import { workersOf } from '../../engine/exploring/workers.ts';
import { apiOf } from '../../explore/api.ts';
import { Background } from '../../explore/background.ts';
import type { Edition } from '../../explore/editions.ts';
import { KnownGraph } from '../../explore/graph/known-graph.ts';
import { Search } from '../../explore/search/search.ts';
import { instantiate } from '../../language/model.ts';
import { chooseParameters, parametersText, plainParameters } from '../../language/parameter.ts';
import type { LoadedModel } from '../../load/load-model.ts';
import { shellWord } from '../../report/check-command.ts';
import { columnsOf } from '../../trace/text.ts';
import { type LimitFlags, limitsOf } from '../options/limits.ts';
import { parseAssignments } from '../options/parameters.ts';

export interface ExploredEdition extends Edition {
  readonly search: Search;
}

/** Throws as `instantiate`. */
export function exploredEdition(
  { model, hash }: LoadedModel,
  name: string,
  words: readonly string[],
  flags: LimitFlags,
): ExploredEdition {
  const parameters = chooseParameters(model.parameters, parseAssignments(words));
  const system = instantiate(model, parameters, name);
  const chosen = parametersText(model.parameters, parameters);
  const cell = { model: name, parameters };
  const limits = { ...limitsOf(flags), workers: workersOf(flags.workers) };
  const background = new Background(system, cell, limits);
  const search = new Search(system, cell, limits);
  const api = apiOf(
    system,
    {
      model: name,
      title: model.title,
      parameters: plainParameters(parameters),
      chosen,
      command: `everywhen explore ${shellWord(name)} ${chosen}`.trimEnd(),
      modelHash: hash(),
      initialStates: system.initials.length,
      columns: Object.fromEntries(columnsOf(system)),
    },
    background,
    {
      search,
      known: new KnownGraph(system, limits),
      family: { model, name, word: shellWord(name), chosen: parameters },
    },
  );
  return {
    system,
    api,
    search,
    close: async () => {
      await background.stop();
      await search.stop();
    },
  };
}
