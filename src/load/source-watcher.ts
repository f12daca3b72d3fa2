/**
 * Tells when some files have changed. Their folders are watched, not they: of a file that an editor replaces by another of the same
 * name there would be nothing left to watch.
 */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/** A save is several events, and what follows so soon is part of it. */
const SETTLED_MS = 40;
/** Some editors rename the old file before they write the new one. */
const GONE_MS = 300;
const GONE = 'gone';
/** A file's time may be so much older than the clock said when it was written. */
const CLOCK_MS = 20;

export class SourceWatcher {
  readonly #folders = new Map<string, FSWatcher>();
  /** By file, what it looked like when it was last looked at. */
  readonly #looks = new Map<string, string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #onChange: (() => void) | undefined;

  get files(): number {
    return this.#looks.size;
  }

  /** Watches these, too. Those that changed after `since` (milliseconds, as of `Date.now`) have changed. Throws `E_USAGE` where
   * the system watches no more. */
  add(files: readonly string[], since: number): void {
    for (const file of files) {
      if (this.#looks.has(file)) continue;
      this.#watchFolder(dirname(file));
      const late = (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > since - CLOCK_MS;
      this.#looks.set(file, late ? 'not looked at' : lookOf(file));
      if (late) this.#lookIn(SETTLED_MS);
    }
  }

  /** The next change; one that came since the last one was told is told at once. */
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
    // What is imported from a folder that is not there is not found until the importing file changes.
    if (this.#folders.has(folder) || statSync(folder, { throwIfNoEntry: false }) === undefined) return;
    try {
      const watcher = watch(folder, () => this.#lookIn(SETTLED_MS));
      // A folder that goes away takes its watcher along; its files are gone, and that is seen.
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

  /** What is gone counts as changed when it is gone at the second look. */
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

/** Differs when the file was written, or is another one. */
function lookOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? GONE : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
