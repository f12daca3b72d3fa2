/** Whether a violation can be reached without something, within limits that many such questions share. */
import type { Stopped } from '../../model/exploration.ts';
import type { Property } from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { LeftOut, System } from '../../model/system.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { restrict } from '../../semantics/restriction.ts';
import { confirmed } from '../confirm.ts';
import { type Counterexample, retrace } from '../counterexample.ts';
import { explore, type RunOptions } from '../run.ts';
import { withinBuffers } from '../store-buffers.ts';

/** The shortest trace without it; that there is none; or why nobody knows. */
export type Answer = { readonly trace: Counterexample } | 'none' | { readonly stopped: Stopped };

const now = performance.now.bind(performance);

export class Without {
  readonly #system: System;
  readonly #options: RunOptions;
  readonly #start = now();
  #states = 0;
  #stopped: Stopped | undefined;

  constructor(system: System, options: RunOptions) {
    this.#system = system;
    this.#options = options;
  }

  /** Why a question was not answered; undefined where all were. */
  get stopped(): Stopped | undefined {
    return this.#stopped;
  }

  /** The shortest trace to a violation among the runs without something. */
  async shortest(property: Property<StateReader>, leftOut: LeftOut): Promise<Answer> {
    const limits = this.#left();
    if ('stopped' in limits) return this.#open(limits.stopped);
    // What is asked is asked of shortest traces, and nothing else is reported of these runs.
    const { walks: _, order: __, coverage: ___, checkpoint: ____, ...options } = this.#options;
    const restricted = restrict(this.#system, property, leftOut);
    const { exploration, stopped } = withinBuffers(
      await explore(restricted, { ...options, ...limits, until: property.id }),
    );
    try {
      this.#states += exploration.states;
      if (exploration.found.has(property.id)) {
        const path = exploration.pathTo(property.id);
        return { trace: withoutChance(() => confirmed(this.#system, property, retrace(this.#system, path))) };
      }
      return stopped === undefined ? 'none' : this.#open(stopped);
    } finally {
      await exploration.close();
    }
  }

  #open(stopped: Stopped): Answer {
    this.#stopped ??= stopped;
    return { stopped };
  }

  /** What earlier questions have left of the limits. */
  #left(): Pick<RunOptions, 'statesMax' | 'timeoutSeconds'> | { readonly stopped: Stopped } {
    const {
      interrupted,
      statesMax = Number.POSITIVE_INFINITY,
      timeoutSeconds = Number.POSITIVE_INFINITY,
    } = this.#options;
    const states = statesMax - this.#states;
    const seconds = timeoutSeconds - (now() - this.#start) / 1000;
    if (interrupted?.()) return { stopped: 'interrupted' };
    // What one question used up is used up for all of them.
    if (this.#stopped === 'timeout' || seconds <= 0) return { stopped: 'timeout' };
    if (this.#stopped === 'max-states' || states <= 0) return { stopped: 'max-states' };
    return { statesMax: states, timeoutSeconds: seconds };
  }
}
