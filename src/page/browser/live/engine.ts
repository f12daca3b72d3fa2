/**
 * The engine with the models of the file. It runs in a thread of the browser; where a file may start none, in the page itself, in slices
 * between which the page answers.
 */

import { LIVE_CHUNKS, type LiveAnswer, type LiveModel, type LiveRequest, OPEN } from '../../data/live-data.ts';
import type { ExploredCell } from '../../explored-cell.ts';
import { bytesOf, textOf } from '../embedded-data.ts';

/** The end of a channel to the engine. */
interface Port {
  postMessage(request: LiveRequest): void;
  onmessage: ((event: MessageEvent<LiveAnswer>) => void) | null;
}

interface Place {
  readonly port: Port;
  /** Rejects if the engine dies. */
  readonly death: Promise<never>;
  readonly close: () => void;
}

interface Asked {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Engine {
  readonly #place: Place;
  readonly #asked = new Map<number, Asked>();
  #number = 0;
  #dead: Error | undefined;

  private constructor(place: Place) {
    this.#place = place;
    place.port.onmessage = ({ data }) => {
      const asked = this.#asked.get(data.number);
      this.#asked.delete(data.number);
      if ('error' in data) asked?.reject(new Error(data.error));
      else asked?.resolve(data.answer);
    };
    place.death.catch((error) => {
      this.#dead = error;
      for (const { reject } of this.#asked.values()) reject(error);
      this.#asked.clear();
    });
  }

  /** Starts an engine and opens a cell in it. */
  static async open(
    model: LiveModel,
    parameters: string,
  ): Promise<{ readonly engine: Engine; readonly cell: ExploredCell }> {
    const [script, kernel] = await Promise.all([textOf(LIVE_CHUNKS.script), bytesOf(LIVE_CHUNKS.kernel)]);
    const open = async (place: Place) => {
      const engine = new Engine(place);
      const cell = await engine.#request(OPEN, { model, parameters, kernel });
      return { engine, cell: cell as ExploredCell };
    };
    try {
      return await open(threadOf(script));
    } catch (error) {
      if (error instanceof NoThread) return open(inPage(script));
      throw error;
    }
  }

  /** Answers as the server of `everywhen explore`. */
  readonly answer = (path: string, body?: unknown): Promise<unknown> =>
    this.#request(`${body === undefined ? 'GET' : 'POST'} ${path}`, body);

  close(): void {
    this.#place.close();
  }

  #request(route: string, body: unknown): Promise<unknown> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    const number = this.#number++;
    return new Promise((resolve, reject) => {
      this.#asked.set(number, { resolve, reject });
      this.#place.port.postMessage({ number, route, ...(body !== undefined && { body }) });
    });
  }
}

/** The browser starts no thread for a page that was opened as a file. */
class NoThread extends Error {}

function threadOf(script: string): Place {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address);
    const death = new Promise<never>((_, reject) => {
      worker.addEventListener('error', ({ message }) =>
        // An event without a message: the script was never run.
        reject(message ? new Error(`The engine has failed: ${message}`) : new NoThread('no thread can be started')),
      );
    });
    return { port: worker, death, close: () => worker.terminate() };
  } catch (error) {
    throw new NoThread('no thread can be started', { cause: error });
  } finally {
    // By then the browser has read it.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

/** The script is an element of the page: its hash is in the page's policy. */
function inPage(script: string): Place {
  const { port1, port2 } = new MessageChannel();
  Object.assign(globalThis, { everywhenPort: port2 });
  const element = document.createElement('script');
  element.textContent = script;
  // It runs at once.
  document.head.append(element);
  element.remove();
  return {
    port: port1,
    death: new Promise<never>(() => {}),
    close: () => port1.postMessage({ number: -1, route: 'POST /api/run', body: { run: 'stop' } }),
  };
}
