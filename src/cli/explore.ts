/** `everywhen explore MODEL [param=value ...]`: a local page on which a person walks the state space. Ctrl-C ends it. */
import { inertLine, UserError } from '../errors.ts';
import { Editions } from '../explore/editions.ts';
import type { Search } from '../explore/search/search.ts';
import { LocalServer } from '../explore/server.ts';
import { type LoadedModel, loadModel } from '../load/load-model.ts';
import { parsePath, pathText } from '../page/path-text.ts';
import type { Path } from '../page/position.ts';
import { foundText } from '../page/search-text.ts';
import { builtPage } from '../page/template.ts';
import { openInBrowser } from '../report/open-page.ts';
import { counted } from '../trace/counted.ts';
import { paragraph } from '../trace/table.ts';
import { EXIT } from './exit.ts';
import { exploredEdition } from './exploring/explored-edition.ts';
import { reloading } from './exploring/reloading.ts';
import { onInterrupt } from './interrupt.ts';
import type { LimitFlags } from './options/limits.ts';
import { ProgressLine } from './progress.ts';

export interface ExploreFlags extends LimitFlags {
  readonly port?: number;
  /** False with `--no-open`. */
  readonly open: boolean;
  readonly path?: string;
  /** The walk begins in the nearest state that satisfies this. */
  readonly where?: string;
}

export async function explore(name: string, words: readonly string[], flags: ExploreFlags): Promise<number> {
  const path = pathFrom(flags.path);
  const since = Date.now();
  const make = (loaded: LoadedModel) => exploredEdition(loaded, name, words, flags);
  const first = make(await loadModel(name));
  const signal = onInterrupt();
  const begin = flags.where === undefined ? path : await searched(first.search, flags.where, path, signal);
  if (signal.aborted) return EXIT.interrupted;
  const editions = new Editions(first, { isWatched: true });
  const server = await LocalServer.listen({ page: builtPage('explore'), api: editions.api() }, flags.port);
  const place = pathText(begin) === '' ? '' : `#/${pathText(begin)}`;
  process.stdout.write(
    `${[
      ...paragraph(
        `Walk ${first.system.origin} in a browser on this machine. Anyone with this link can open the page:`,
      ),
      server.link + place,
      'Ctrl-C ends it.',
    ].join('\n')}\n`,
  );
  // If no browser can be started, the link has been printed already.
  if (flags.open) await openInBrowser(server.linkOnce() + place);
  try {
    await reloading({ name, since, editions, make }, signal);
  } finally {
    await server.close();
    await editions.close();
  }
  return EXIT.holds;
}

function pathFrom(text = ''): Path {
  const path = parsePath(text.replace(/^(#?\/)/, ''));
  if (path !== undefined) return path;
  throw new UserError('E_USAGE', `'${text}' is not a path.`, {
    hint: 'A path is a list of step indices, as after # in the address of the page: 0/2/1, or 7:0/2/1 from initial state 7.',
  });
}

/** The path to the nearest state that satisfies a condition; the path that was given, if none was found. */
async function searched(search: Search, condition: string, path: Path, signal: AbortSignal): Promise<Path> {
  const stop = () => void search.stop();
  signal.addEventListener('abort', stop);
  const line = new ProgressLine();
  await search.start(condition, pathText(path) === '' ? undefined : path);
  const timer = setInterval(() => {
    const { progress } = search.status();
    if (progress !== undefined)
      line.show(() => `searching: ${counted(progress.states, 'state')}, depth ${progress.depth}`);
  }, 100);
  const status = await search.finished();
  clearInterval(timer);
  line.end();
  signal.removeEventListener('abort', stop);
  if (status.problem !== undefined) throw new UserError('E_MODEL', status.problem);
  process.stdout.write(`${paragraph(inertLine(foundText(status))).join('\n')}\n`);
  return status.result?.kind === 'found' ? status.result.path : path;
}
