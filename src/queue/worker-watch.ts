/** Which workers attend to a run, by their notes: a worker is present while its note keeps changing. No two clocks are compared. */
import type { WorkerNote } from './run-registry.ts';

interface Seen {
  readonly note: WorkerNote;
  readonly at: number;
}

export class WorkerWatch {
  readonly #seen = new Map<string, Seen>();
  readonly #goneMs: number;
  #fittingAt: number;

  /** A worker that is silent for this long is gone. */
  constructor(goneMs: number, now: number) {
    this.#goneMs = goneMs;
    this.#fittingAt = now;
  }

  /** Sentences about workers that are new, and about those that take no cells. */
  look(notes: readonly WorkerNote[], now: number): readonly string[] {
    const sentences: string[] = [];
    for (const note of notes) {
      const known = this.#seen.get(note.machine);
      if (known?.note.beat === note.beat) continue;
      if (known === undefined || known.note.misfit !== note.misfit) sentences.push(sentenceOf(note));
      this.#seen.set(note.machine, { note, at: now });
    }
    if (this.#present(now).some(({ misfit }) => misfit === undefined)) this.#fittingAt = now;
    return sentences;
  }

  /** For how long no worker has been present that takes cells. */
  idleMs(now: number): number {
    return now - this.#fittingAt;
  }

  /** Why no worker takes cells. */
  because(now: number): string {
    const misfits = this.#present(now).map(({ machine, misfit }) => `${machine}: ${misfit}`);
    return misfits.length === 0 ? 'no machine took it' : `no machine fits (${misfits.join('; ')})`;
  }

  #present(now: number): readonly WorkerNote[] {
    return [...this.#seen.values()].filter(({ at }) => now - at < this.#goneMs).map(({ note }) => note);
  }
}

function sentenceOf({ machine, threads, misfit }: WorkerNote): string {
  if (misfit !== undefined) return `${machine} takes no cells: ${misfit}.`;
  return `${machine} takes cells, on ${threads} ${threads === 1 ? 'thread' : 'threads'}.`;
}
