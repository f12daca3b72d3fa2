/** The flags that ask for checkpoints, and the messages about them on stderr. */
import { createHash } from 'node:crypto';
import type { RunOptions } from '../../check/run.ts';
import type { CheckpointEvent } from '../../engine/checkpoint/checkpoint.ts';
import { UserError } from '../../errors.ts';
import { ownPackage } from '../../files/own-package.ts';
import { paragraph } from '../../trace/table.ts';

export interface CheckpointFlags {
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly resume?: boolean;
}

export interface Cell {
  /** A hash of the bytes of the model's modules. */
  readonly modelHash: string;
  readonly parameters: { readonly [name: string]: string | number | ReadonlySet<string> };
}

const EVERY_SECONDS = 600;

/** Reports what happens to the checkpoints of a run. */
export class CheckpointNotes {
  readonly options: Pick<RunOptions, 'checkpoint'>;
  readonly #file: string | undefined;
  readonly #say: (text: string) => void;
  #last: CheckpointEvent | undefined;

  constructor({ checkpoint: file, checkpointEvery, resume }: CheckpointFlags, cell: Cell, say: (text: string) => void) {
    this.#file = file;
    this.#say = (text) => say(paragraph(text).join('\n'));
    if (file === undefined && (checkpointEvery !== undefined || resume)) {
      throw new UserError('E_USAGE', '--checkpoint-every and --resume need a checkpoint.', {
        hint: 'Name its file with --checkpoint FILE.',
      });
    }
    this.options =
      file === undefined
        ? {}
        : {
            checkpoint: {
              file,
              everySeconds: checkpointEvery ?? EVERY_SECONDS,
              resume: resume ?? false,
              contentHash: contentHash(cell),
              onEvent: (event) => this.#note(event),
            },
          };
  }

  /** Call it when the run has ended. `stopped`: it ended early. */
  end(stopped: boolean): void {
    if (stopped && this.#last?.kind === 'written') {
      this.#say(`The states found are in '${this.#file}'. The same command with --resume continues from there.`);
    }
  }

  #note(event: CheckpointEvent): void {
    this.#last = event;
    const text = this.#textOf(event);
    if (text !== undefined) this.#say(text);
  }

  #textOf(event: CheckpointEvent): string | undefined {
    switch (event.kind) {
      case 'begun anew':
        return `There is no checkpoint in '${this.#file}' yet: this run starts from the beginning.`;
      case 'resumed': {
        const [states, depth] = [event.states, event.depth].map((number) => number.toLocaleString('en'));
        return `Resumed from '${this.#file}': ${states} states, depth ${depth}.`;
      }
      case 'written':
        return undefined;
      case 'failed':
        return `No checkpoint could be written: ${event.because}. The exploration is not affected, and an older checkpoint stays.`;
    }
  }
}

/** Everything that a state depends on except the kernel, which the checkpoint file itself identifies. */
function contentHash({ modelHash, parameters }: Cell): string {
  const { version } = ownPackage();
  const values = Object.entries(parameters)
    .map(([name, value]) => [name, typeof value === 'object' ? [...value].sort() : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([version, modelHash, values]))
    .digest('hex');
}
