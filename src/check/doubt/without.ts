/** Whether a violation can be reached with some steps or interleavings left out. Many such questions share one set of limits. */
import type { Stopped } from '../../model/exploration.ts';
import type { Property } from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { LeftOut, System } from '../../model/system.ts';
import { now } from '../../semantics/clock.ts';
import { retrace } from '../../semantics/path.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { restrict } from '../../semantics/restriction.ts';
import { confirmed } from '../confirm.ts';
import type { Counterexample } from '../counterexample.ts';
import { exploreBy, type RunLimits, type RunOptions } from '../run.ts';
import { withinBuffers } from '../store-buffers.ts';
import type { Way } from '../way.ts';

/** The shortest trace without what is left out; `none`, where no run reaches the violation; or why the question is undecided. */
export type Answer = { readonly trace: Counterexample } | 'none' | { readonly stopped: Stopped };

export class Without {
  readonly #system: System;
  readonly #limits: RunLimits;
  readonly #engine: RunOptions['engine'];
  readonly #start = now();
  #states = 0;
  #stopped: Stopped | undefined;

  constructor(system: System, options: RunOptions) {
    this.#system = system;
    this.#limits = options;
    this.#engine = options.engine;
  }

  /** Why some question was not answered; undefined where all were. */
  get stopped(): Stopped | undefined {
    return this.#stopped;
  }

  /** The shortest trace to a violation among the runs that remain. */
  async shortest(property: Property<StateReader>, leftOut: LeftOut): Promise<Answer> {
    const limits = this.#left();
    if ('stopped' in limits) return this.#open(limits.stopped);
    const restricted = restrict(this.#system, property, leftOut);
    const explored = await exploreBy(restricted, this.#wayTo(property), { ...this.#limits, ...limits });
    const { exploration, stopped } = withinBuffers(explored);
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

  /** Breadth first, for a shortest trace, however the check explored. */
  #wayTo({ id }: Property<StateReader>): Way {
    return { kind: this.#engine === 'reference' ? 'reference' : 'breadth first', until: id };
  }

  #open(stopped: Stopped): Answer {
    this.#stopped ??= stopped;
    return { stopped };
  }

  /** What remains of the limits after earlier questions. */
  #left(): Pick<RunLimits, 'statesMax' | 'timeoutSeconds'> | { readonly stopped: Stopped } {
    const {
      interrupted,
      statesMax = Number.POSITIVE_INFINITY,
      timeoutSeconds = Number.POSITIVE_INFINITY,
    } = this.#limits;
    const states = statesMax - this.#states;
    const seconds = timeoutSeconds - (now() - this.#start) / 1000;
    if (interrupted?.()) return { stopped: 'interrupted' };
    // The questions share the limits: once one has used them up, none are left for the next.
    if (this.#stopped === 'timeout' || seconds <= 0) return { stopped: 'timeout' };
    if (this.#stopped === 'max-states' || states <= 0) return { stopped: 'max-states' };
    return { statesMax: states, timeoutSeconds: seconds };
  }
}
