/**
 * Where functions are written: asked of V8 through the inspector, which knows it of every function, closures included. Declaring a model
 * costs nothing more, and no stack is taken at its calls; a report asks only for the steps and properties that it shows.
 */
import { existsSync, readFileSync } from 'node:fs';
import { type InspectorNotification, Session } from 'node:inspector';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from '../../page/evidence.ts';
import { sourceText } from './source-text.ts';

export interface Source {
  /** Absent for a function that no file has. */
  readonly place?: Place;
  readonly text: string;
}

/** Where a command of a checkout runs (build/kept-builds.ts): `dist` has the same files. */
const KEPT_BUILD = /\/\.build\/of-[0-9a-f]+\//;
/** The name under which a function is handed to the inspector. */
const HANDED = Symbol.for('everywhen.source-places');

interface Scripts {
  readonly session: Session;
  readonly urls: ReadonlyMap<string, string>;
}

export class SourcePlaces {
  readonly #known = new WeakMap<object, Source>();
  readonly #files = new Map<string, string | undefined>();
  readonly #root: string;
  #scripts: Scripts | undefined;

  /** `root`: the folder to which places are relative. */
  constructor(root = process.cwd()) {
    this.#root = root;
  }

  of(written: unknown): Source {
    if (typeof written !== 'function') return { text: '' };
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const source = this.#find(written);
    this.#known.set(written, source);
    return source;
  }

  /** Scripts that are loaded later are not known. */
  end(): void {
    this.#scripts?.session.disconnect();
    this.#scripts = undefined;
  }

  #find(written: { toString(): string }): Source {
    const own = written.toString();
    const found = this.#location(written);
    if (found === undefined) return { text: own };
    const { file, line, column } = found;
    const text = this.#text(file);
    const source = text === undefined ? undefined : sourceText(text, { line, column, own });
    return {
      text: source?.text ?? own,
      place: { file: shownFile(file, this.#root), line: (source?.line ?? line) + 1, column: column + 1 },
    };
  }

  #location(written: unknown): { readonly file: string; readonly line: number; readonly column: number } | undefined {
    this.#scripts ??= scripts();
    const { session, urls } = this.#scripts;
    const handed = globalThis as { [HANDED]?: unknown };
    handed[HANDED] = written;
    try {
      const expression = `globalThis[Symbol.for('${Symbol.keyFor(HANDED)}')]`;
      const object = post(session, 'Runtime.evaluate', { expression })?.['result'] as { readonly objectId?: string };
      const properties = post(session, 'Runtime.getProperties', { objectId: object?.objectId, ownProperties: true });
      const internal = (properties?.['internalProperties'] ?? []) as readonly Internal[];
      const place = internal.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value;
      const url = place === undefined ? undefined : urls.get(place.scriptId);
      if (place === undefined || url === undefined || !url.startsWith('file:')) return undefined;
      return { file: fileURLToPath(url.replace(/[?#].*$/, '')), line: place.lineNumber, column: place.columnNumber };
    } finally {
      delete handed[HANDED];
    }
  }

  #text(file: string): string | undefined {
    if (!this.#files.has(file)) this.#files.set(file, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
    return this.#files.get(file);
  }
}

interface Internal {
  readonly name: string;
  readonly value?: {
    readonly value?: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number };
  };
}

function scripts(): Scripts {
  const session = new Session();
  session.connect();
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }: InspectorNotification<{ scriptId: string; url: string }>) => {
    urls.set(params.scriptId, params.url);
  });
  // Says which scripts there are; then it would only slow down what runs.
  post(session, 'Debugger.enable', {});
  post(session, 'Debugger.disable', {});
  return { session, urls };
}

/** In the same thread, an answer comes at once. */
function post(session: Session, method: string, params: object): { readonly [name: string]: unknown } | undefined {
  let answer: object | undefined;
  (session.post as (method: string, params: object, done: (error: unknown, result?: object) => void) => void).call(
    session,
    method,
    params,
    (_, result) => {
      answer = result;
    },
  );
  return answer as { readonly [name: string]: unknown } | undefined;
}

/** Relative to the working directory; of a file elsewhere, the name of its package and the path in it. */
export function shownFile(written: string, root: string): string {
  const file = written.replace(KEPT_BUILD, '/dist/');
  const inRoot = relative(root, file);
  if (!inRoot.startsWith('..') && !/^([a-z]:)?[\\/]/i.test(inRoot)) return slashed(inRoot);
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: string };
    if (name !== undefined) return `${name}/${slashed(relative(folder, file))}`;
  }
  return basename(file);
}

function slashed(path: string): string {
  return path.replaceAll(sep, '/');
}
