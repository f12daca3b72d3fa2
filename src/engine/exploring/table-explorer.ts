/**
 * The common part of all explorers over the tables: the packed states, and another run where one cannot go on (preparation.ts).
 */

import type { EvaluationProfile } from '../../model/accounts/profile.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { LevelDigest } from '../../model/digest.ts';
import { type Exploration, ExplorationStopped, type Host, type Route, type Stopped } from '../../model/exploration.ts';
import type { KeptEdges } from '../../model/kept-edges.ts';
import type { Observation } from '../../model/observation.ts';
import type { Outcomes } from '../../model/outcomes.ts';
import type { Alternative } from '../../model/process.ts';
import type { State } from '../../model/state.ts';
import type { StateGraph } from '../../model/state-graph.ts';
import type { System } from '../../model/system.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { Audit } from '../answers/audit.ts';
import type { FoundPath } from '../answers/shortest.ts';
import { TableGraph } from '../answers/state-graph.ts';
import { keepEdges } from '../edges/edge-keeper.ts';
import { LOG_FULL } from '../kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../kernel.ts';
import type { Ids } from '../knowledge/domain.ts';
import { profileOf } from '../knowledge/profile.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Layout } from '../memory/layout.ts';
import type { Range } from '../memory/log.ts';
import { NO_KEY_BITS, PackedStates, type Reductions } from '../memory/packed-states.ts';
import type { Successor } from '../memory/successors.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import { Crew } from './crew.ts';
import type { EngineOptions } from './engine-options.ts';
import { Preparation } from './preparation.ts';

/** One state in this many is audited; and of a level that begins with `many` states or more, fewer. */
const AUDITS = { oneIn: 8192, many: 2 ** 20, oneInMany: 32_768 };

/** Reused by the next exploration of this thread: a new kernel costs address space, which is released only slowly. */
let kept: Kernel | undefined;

export abstract class TableExplorer implements Exploration {
  readonly system: System;
  readonly workers: number;
  complete = false;
  /** How often a layout had to be widened. */
  widened = 0;
  protected readonly options: EngineOptions;
  /** The threads that visit states. */
  protected readonly crew: Crew;
  protected readonly audit = new Audit();
  protected readonly preparation: Preparation;
  #packed: PackedStates | undefined;

  constructor(system: System, options: EngineOptions, workers: number) {
    this.system = system;
    this.workers = workers;
    this.options = options;
    this.crew = new Crew(workers, options.poolStates);
    this.preparation = new Preparation(system, options);
  }

  abstract readonly states: number;
  abstract readonly transitions: number;
  abstract readonly quiescentStates: number;
  abstract readonly finalStates: number;
  abstract readonly depth: number;
  abstract readonly levelsFinished: number;
  abstract readonly levelSizes: readonly number[] | undefined;
  abstract readonly frontier: number;
  abstract readonly found: ReadonlyMap<string, number>;
  abstract digests(): readonly LevelDigest[] | undefined;
  abstract pathTo(property: string): Route;
  abstract pathToObservation(...keys: readonly string[]): Route | undefined;
  abstract pathToState(blocked: readonly string[], isSo: (state: State) => boolean): Route | undefined;

  /** Explores in the present layout. Throws `OutOfBits` if it has no room for a value, and cannot go on in a wider one. */
  protected abstract explore(host: Host): Promise<Stopped | undefined>;
  /** Discards the results in a layout that is given up. */
  protected abstract forget(): void;

  protected get teacher(): Teacher {
    return this.preparation.teacher;
  }
  /** Of the run so far, where it is asked for or tried. */
  get symmetry(): Symmetry | undefined {
    return this.preparation.symmetry;
  }
  get restarts(): number {
    return this.preparation.restarts;
  }
  get evaluations(): number {
    return this.teacher.evaluations;
  }
  get audited(): number {
    return this.teacher.audited;
  }
  get exercised(): ReadonlySet<string> {
    return this.teacher.exercised;
  }
  get coverage(): Coverage {
    return this.teacher.coverage;
  }
  get observations(): ReadonlyMap<string, Observation> {
    return this.teacher.observations;
  }
  get outcomes(): Outcomes {
    return this.teacher.outcomes;
  }
  get footprints(): ReadonlyMap<string, ReadonlySet<number>> {
    return this.teacher.footprints;
  }
  get changing(): ReadonlySet<number> {
    return this.symmetry?.group?.spread(this.teacher.changing) ?? this.teacher.changing;
  }
  get notLearnt(): readonly string[] {
    return this.teacher.notLearnt;
  }
  profile(): readonly EvaluationProfile[] {
    return profileOf(this.teacher, this.packed.tables.bytesOf);
  }
  get packed(): PackedStates {
    if (this.#packed === undefined) throw new Error('nothing was explored yet');
    return this.#packed;
  }

  /** Explores until all states are visited, or the host or a limit stops the run. Throws the `UserError` of a broken model. */
  async run(host: Host): Promise<Stopped | undefined> {
    this.begin();
    return await this.exploreAll(host);
  }

  /** Chooses columns and layout. */
  protected begin(): void {
    this.preparation.prepare();
  }

  /** As `run`, after `begin`; once more after `clear`. */
  protected async exploreAll(host: Host): Promise<Stopped | undefined> {
    const { statesMax = Number.POSITIVE_INFINITY } = this.options;
    const kernel = this.#packed?.kernel ?? this.options.kernel ?? kept ?? new Kernel(kernelModule(), newMemory());
    kept = undefined;
    for (;;) {
      withoutChance(() => this.teacher.settleChoices());
      this.#packed = new PackedStates(kernel, this.teacher, this.layOut(), statesMax, this.reductions());
      this.audit.open(this.#packed, this.auditOneIn);
      try {
        const stopped = await this.explore(host);
        this.teacher.isExploring = false;
        return stopped;
      } catch (error) {
        if (error instanceof ExplorationStopped) return error.stopped;
        this.recover(error);
        this.crew.begin();
        this.clear();
      }
    }
  }

  /** Forgets the states of an exploration, and keeps what was learnt. */
  protected clear(): void {
    this.#packed?.store.clear();
    this.forget();
    this.complete = false;
  }

  /** An audit takes as long as some thousand visits, so a large run has fewer of them by default. */
  protected get auditOneIn(): number {
    const isLarge = this.packed.store.log.states >= AUDITS.many;
    return this.options.auditOneIn ?? (isLarge ? AUDITS.oneInMany : AUDITS.oneIn);
  }

  protected reductions(): Reductions {
    return { group: this.symmetry?.group };
  }

  /** Prepares another exploration after one that could not continue. Throws every other error. */
  protected recover(error: unknown): void {
    this.preparation.recover(error);
  }

  graph(): StateGraph {
    return new TableGraph(this.packed);
  }

  keepEdges(host: Host): Promise<KeptEdges | Stopped | undefined> {
    return keepEdges(this.packed, { ranges: this.ranges, transitions: this.transitions }, this.crew, host);
  }

  /** All states by their records, in an order in which neighbours lead to neighbours. */
  protected get ranges(): readonly Range[] {
    return this.packed.store.log.ranges;
  }

  async close(): Promise<void> {
    await this.crew.close();
    if (this.#packed === undefined) return;
    this.#packed.store.clear();
    if (this.options.kernel === undefined) kept = this.#packed.kernel;
    this.#packed = undefined;
  }

  /** A layout for all values that are known now, for a run that begins or that outgrew another layout. */
  protected layOut(before?: Layout): Layout {
    return this.preparation.layOut(before);
  }

  protected positionOf(property: string): number {
    return this.system.properties.findIndex(({ id }) => id === property);
  }

  protected idsOf<T>(byPosition: ReadonlyMap<number, T>): Map<string, T> {
    return new Map([...byPosition].map(([position, what]) => [this.system.properties[position]?.id ?? '', what]));
  }

  protected toRoute({ start, steps, ...how }: FoundPath): Route {
    const step = ({ step, outcome }: Successor) => ({
      alternative: this.system.alternatives[step] as Alternative,
      place: outcome.place,
    });
    return { start, steps: steps.map(step), ...how };
  }

  /** Stores a state, and makes room for it if the host grants it; otherwise returns why there is none. */
  protected store(ids: Ids, host: Host): Stopped | undefined {
    const { store } = this.packed;
    for (;;) {
      const key = store.keyOf(ids);
      if (key === NO_KEY_BITS) {
        if (!store.words.grow()) return 'webassembly-memory';
        continue;
      }
      const status = store.addKey(this.packed.canonical(key));
      if (typeof status === 'string') return undefined;
      if (status === LOG_FULL) return 'webassembly-memory';
      if (store.isFull) return 'max-states';
      const stopped = store.growStates((bytes) => host.mayGrow(bytes));
      if (stopped !== undefined) return stopped;
    }
  }
}
