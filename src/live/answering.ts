/**
 * Answers the page of a live report, in a thread of the browser or in the page itself: opens one cell, then answers as the server of
 * `everywhen explore` does.
 */
import { UserError } from '../errors.ts';
import type { Answer } from '../explore/api.ts';
import { openedCell } from '../explore/opened-cell.ts';
import { refusalText } from '../explore/refusal-text.ts';
import { type AnyModel, isModel } from '../language/model.ts';
import { chooseParameters } from '../language/parameter.ts';
import { type LiveAnswer, type LiveRequest, OPEN, type Opening } from '../page/data/live-data.ts';
import { assignmentsIn } from './assignments.ts';
import { giveKernel } from './instead/engine/kernel-file.ts';

/** What a thread and a port have in common. */
export interface Channel {
  postMessage(message: LiveAnswer): void;
  /** A port delivers nothing before it is started. */
  start?(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: LiveRequest }) => void): void;
}

/** By the names that the report has for them. A model is loaded when one of its cells is opened. */
export interface EmbeddedModels {
  readonly [name: string]: () => Promise<{ readonly default: unknown }>;
}

export function answerOn(channel: Channel, models: EmbeddedModels): void {
  let api: ReadonlyMap<string, Answer> = new Map();
  const answerTo = async ({ route, body }: LiveRequest): Promise<unknown> => {
    if (route === OPEN) {
      api = await opened(models, body as Opening);
      return api.get('GET /api/cell')?.(undefined);
    }
    const answer = api.get(route);
    if (answer === undefined) throw new Error(`there is no answer to '${route}'`);
    return answer(body);
  };
  channel.addEventListener('message', ({ data }) => {
    const { number } = data;
    answerTo(data).then(
      (answer) => channel.postMessage({ number, answer }),
      (error) => channel.postMessage({ number, error: refusalText(error) }),
    );
  });
  channel.start?.();
}

async function opened(
  models: EmbeddedModels,
  { model: { name, quoted, hash: modelHash }, parameters, kernel }: Opening,
): Promise<ReadonlyMap<string, Answer>> {
  giveKernel(kernel);
  const model = await loaded(models, name);
  const chosen = chooseParameters(model.parameters, assignmentsIn(parameters, Object.keys(model.parameters)));
  return openedCell({ model, name, quoted, parameters: chosen, modelHash }, {}).api;
}

async function loaded(models: EmbeddedModels, name: string): Promise<AnyModel> {
  const load = Object.hasOwn(models, name) ? models[name] : undefined;
  if (load === undefined) throw new UserError('E_MODEL', `the file does not contain the model '${name}'.`);
  const { default: model } = await load();
  if (!isModel(model)) throw new UserError('E_MODEL', `'${name}' has no model as its default export.`);
  return model;
}
