/** Loads a model again whenever one of its files is saved. What cannot be loaded changes nothing, and the page says why. */
import { once } from 'node:events';
import { inertLine, UserError } from '../../errors.ts';
import type { Edition, Editions } from '../../explore/editions.ts';
import { type LoadedModel, loadModel, modelFiles } from '../../load/load-model.ts';
import { SourceWatcher } from '../../load/source-watcher.ts';

interface Watched {
  readonly name: string;
  /** When the model was first loaded, as of `Date.now`. */
  readonly since: number;
  readonly editions: Editions;
  readonly make: (loaded: LoadedModel) => Edition;
}

/** Until the signal. If the files cannot be watched, it says so, and edits are not noticed. */
export async function reloading({ name, since, editions, make }: Watched, signal: AbortSignal): Promise<void> {
  const watcher = new SourceWatcher();
  const ended = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  const watch = (files: readonly string[], from: number) => {
    try {
      watcher.add(files, from);
    } catch (error) {
      process.stderr.write(`Edits are not noticed: ${inertLine((error as Error).message)}\n`);
    }
  };
  try {
    watch(modelFiles(name), since);
    for (let number = 1; ; number++) {
      await Promise.race([watcher.changed(), ended]);
      if (signal.aborted) return;
      const begin = Date.now();
      try {
        await editions.add(make(await loadModel(name, number)));
      } catch (error) {
        editions.fail(problemOf(error));
      }
      watch(filesOf(name, number), begin);
    }
  } finally {
    watcher.close();
  }
}

/** The file of the model may have been removed. */
function filesOf(name: string, edition: number): readonly string[] {
  try {
    return modelFiles(name, edition);
  } catch {
    return [];
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof UserError)) return `E_INTERNAL ${error instanceof Error ? error.message : String(error)}`;
  return [`${error.code} ${error.message}`, ...(error.advice.hint === undefined ? [] : [error.advice.hint])].join('\n');
}
