/** Which machines look at a run, by their notes: a machine is there while its note goes on changing. No two clocks are compared. */
import type { MachineNote } from './board.ts';

interface Seen {
  readonly note: MachineNote;
  readonly at: number;
}

export class MachineWatch {
  readonly #seen = new Map<string, Seen>();
  readonly #goneMs: number;
  #fittingAt: number;

  /** One that says nothing for so long is gone. */
  constructor(goneMs: number, now: number) {
    this.#goneMs = goneMs;
    this.#fittingAt = now;
  }

  /** Sentences about machines that came, and about those that take no cells. */
  look(notes: readonly MachineNote[], now: number): readonly string[] {
    const sentences: string[] = [];
    for (const note of notes) {
      const known = this.#seen.get(note.machine);
      if (known?.note.beat === note.beat) continue;
      if (known === undefined || known.note.misfit !== note.misfit) sentences.push(sentenceOf(note));
      this.#seen.set(note.machine, { note, at: now });
    }
    if (this.#there(now).some(({ misfit }) => misfit === undefined)) this.#fittingAt = now;
    return sentences;
  }

  /** Since when no machine is there that takes cells. */
  idleMs(now: number): number {
    return now - this.#fittingAt;
  }

  /** Why nobody takes cells. */
  because(now: number): string {
    const misfits = this.#there(now).map(({ machine, misfit }) => `${machine}: ${misfit}`);
    return misfits.length === 0 ? 'no machine took it' : `no machine fits (${misfits.join('; ')})`;
  }

  #there(now: number): readonly MachineNote[] {
    return [...this.#seen.values()].filter(({ at }) => now - at < this.#goneMs).map(({ note }) => note);
  }
}

function sentenceOf({ machine, threads, misfit }: MachineNote): string {
  if (misfit !== undefined) return `${machine} takes no cells: ${misfit}.`;
  return `${machine} takes cells, on ${threads} ${threads === 1 ? 'thread' : 'threads'}.`;
}
