/**
 * Tells when some files have changed. It watches their folders: many editors replace a file by another of the same name, and a watcher of
 * the old file would see nothing more.
 */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/** One save causes several events: those that follow within this time belong to it. */
const SETTLED_MS = 40;
/** Some editors rename the old file before they write the new one: a file must be missing for this long to count as removed. */
const GONE_MS = 300;
const GONE = 'gone';
/** How much earlier than the clock the time of a file may be that is written now. */
const CLOCK_MS = 20;

export class SourceWatcher {
  readonly #folders = new Map<string, FSWatcher>();
  /** The last known look of each file. */
  readonly #looks = new Map<string, string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #onChange: (() => void) | undefined;

  get files(): number {
    return this.#looks.size;
  }

  /**
   * Watches more files. A file that was written after `since` (milliseconds, as of `Date.now`) counts as changed. Throws `E_USAGE` if the
   * system allows no more watches.
   */
  add(files: readonly string[], since: number): void {
    for (const file of files) {
      if (this.#looks.has(file)) continue;
      this.#watchFolder(dirname(file));
      const late = (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > since - CLOCK_MS;
      this.#looks.set(file, late ? 'not looked at' : lookOf(file));
      if (late) this.#lookIn(SETTLED_MS);
    }
  }

  /** Waits for the next change. Changes since the last call are returned at once. */
  async changed(): Promise<readonly string[]> {
    if (this.#changed.size === 0) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
    const files = [...this.#changed];
    this.#changed.clear();
    return files;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const folder of this.#folders.values()) folder.close();
  }

  #watchFolder(folder: string): void {
    // A file in a missing folder cannot appear unless the importing file changes, which is watched.
    if (this.#folders.has(folder) || statSync(folder, { throwIfNoEntry: false }) === undefined) return;
    try {
      const watcher = watch(folder, () => this.#lookIn(SETTLED_MS));
      // The watcher of a removed folder fails; its files are then seen to be gone.
      watcher.on('error', () => this.#lookIn(SETTLED_MS));
      this.#folders.set(folder, watcher);
    } catch (error) {
      throw new UserError('E_USAGE', `'${folder}' cannot be watched: ${(error as Error).message}`, {
        hint: 'The system may allow no more watches: see fs.inotify.max_user_watches and max_user_instances.',
      });
    }
  }

  #lookIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(milliseconds === GONE_MS), milliseconds);
  }

  /** A missing file counts as changed if it is missing at the second look, too. */
  #look(again: boolean): void {
    for (const [file, before] of this.#looks) {
      const now = lookOf(file);
      if (now === before) continue;
      if (now === GONE && !again) {
        this.#lookIn(GONE_MS);
        continue;
      }
      this.#looks.set(file, now);
      this.#changed.add(file);
    }
    if (this.#changed.size > 0) this.#onChange?.();
  }
}

/** It differs if the file was written to or replaced. */
function lookOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? GONE : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
