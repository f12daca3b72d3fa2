/** A cell that is opened for exploring: its system, what the page says about it, and what answers the page's requests. */
import type { AnyModel } from '../language/model.ts';
import { instantiate } from '../language/model.ts';
import { type AnyChosen, parametersText, plainParameters } from '../language/parameter.ts';
import type { System } from '../model/system.ts';
import { columnsOf } from '../trace/text.ts';
import { type Answer, apiOf } from './api.ts';
import { Background, type BackgroundOptions } from './background.ts';
import { KnownGraph } from './graph/known-graph.ts';
import { Search } from './search/search.ts';

export interface CellToOpen {
  readonly model: AnyModel;
  /** The model on a command line, there also quoted for a shell. */
  readonly name: string;
  readonly quoted: string;
  readonly parameters: AnyChosen;
  readonly modelHash: string;
}

export interface OpenedCell {
  readonly system: System;
  readonly search: Search;
  readonly api: ReadonlyMap<string, Answer>;
  /** Ends what runs in the background. */
  close(): Promise<void>;
}

/** Throws the `UserError` of a broken model, and `E_PARAMETER` for a combination that it refuses. */
export function openedCell(
  { model, name, quoted, parameters, modelHash }: CellToOpen,
  options: BackgroundOptions,
): OpenedCell {
  const system = instantiate(model, parameters, name);
  const chosen = parametersText(model.parameters, parameters);
  const background = new Background(system, { model: name, parameters }, options);
  const search = new Search(system, { model: name, parameters }, options);
  const cell = {
    model: name,
    title: model.title,
    parameters: plainParameters(parameters),
    chosen,
    command: `everywhen explore ${quoted} ${chosen}`.trimEnd(),
    modelHash,
    initialStates: system.initials.length,
    columns: Object.fromEntries(columnsOf(system)),
  };
  const tools = {
    search,
    known: new KnownGraph(system, options),
    family: { model, name, word: quoted, chosen: parameters },
  };
  return {
    system,
    search,
    api: apiOf(system, cell, background, tools),
    close: async () => {
      await background.stop();
      await search.stop();
    },
  };
}
