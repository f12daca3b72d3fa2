/** `everywhen explore MODEL [param=value ...]`: a local page on which a person walks the state space. Ctrl-C ends it. */
import { workersOf } from '../engine/exploring/workers.ts';
import { UserError } from '../errors.ts';
import { apiOf } from '../explore/api.ts';
import { Background } from '../explore/background.ts';
import { LocalServer } from '../explore/server.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters, parametersText, plainParameters } from '../language/parameter.ts';
import { loadModel } from '../load/load-model.ts';
import { parsePath, pathText } from '../page/path-text.ts';
import { builtPage } from '../page/template.ts';
import { shellWord } from '../report/check-command.ts';
import { openInBrowser } from '../report/open-page.ts';
import { paragraph } from '../trace/table.ts';
import { columnsOf } from '../trace/text.ts';
import { EXIT } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import { type LimitFlags, limitsOf } from './options/limits.ts';
import { parseAssignments } from './options/parameters.ts';

export interface ExploreFlags extends LimitFlags {
  readonly port?: number;
  /** False with `--no-open`. */
  readonly open: boolean;
  readonly path?: string;
}

export async function explore(name: string, words: readonly string[], flags: ExploreFlags): Promise<number> {
  const path = parsePath((flags.path ?? '').replace(/^(#?\/)/, ''));
  if (path === undefined) {
    throw new UserError('E_USAGE', `'${flags.path}' is not a path.`, {
      hint: 'A path is a list of step indices, as after # in the address of the page: 0/2/1, or 7:0/2/1 from initial state 7.',
    });
  }
  const loaded = await loadModel(name);
  const parameters = chooseParameters(loaded.model.parameters, parseAssignments(words));
  const system = instantiate(loaded.model, parameters, name);
  const chosen = parametersText(loaded.model.parameters, parameters);
  const background = new Background(
    system,
    { model: name, parameters },
    { ...limitsOf(flags), workers: workersOf(flags.workers) },
  );
  const api = apiOf(
    system,
    {
      model: name,
      title: loaded.model.title,
      parameters: plainParameters(parameters),
      chosen,
      command: `everywhen explore ${shellWord(name)} ${chosen}`.trimEnd(),
      modelHash: loaded.hash(),
      initialStates: system.initials.length,
      columns: Object.fromEntries(columnsOf(system)),
    },
    background,
  );
  const signal = onInterrupt();
  const server = await LocalServer.listen({ page: builtPage('explore'), api }, flags.port);
  const place = pathText(path) === '' ? '' : `#/${pathText(path)}`;
  process.stdout.write(
    `${[
      ...paragraph(`Walk ${system.origin} in a browser on this machine. Anyone with this link can open the page:`),
      server.link + place,
      'Ctrl-C ends it.',
    ].join('\n')}\n`,
  );
  // If no browser can be started, the link has been printed already.
  if (flags.open) await openInBrowser(server.linkOnce() + place);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  await background.stop();
  return EXIT.holds;
}
