/**
 * The explorer: breadth first, level by level. A task visits a chunk of a level. A state for which the tables miss an
 * entry goes back to the teacher, in this thread, which then visits the state itself. README.md has the life of a state.
 */

import type { Reduction } from '../../model/accounts/reduction.ts';
import type { LevelDigest } from '../../model/digest.ts';
import type { Host, Route, Stopped } from '../../model/exploration.ts';
import type { State } from '../../model/state.ts';
import type { System } from '../../model/system.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { Slices } from '../../semantics/slices.ts';
import { digestsOf } from '../answers/digest.ts';
import { type Searching, searchAlone } from '../answers/searching.ts';
import { type FoundPath, pathToObserved, pathToState, shortestPath } from '../answers/shortest.ts';
import { Checkpoints } from '../checkpoint/checkpoint.ts';
import type { Layout } from '../memory/layout.ts';
import { lengthOf, type Range } from '../memory/log.ts';
import { reductionBy } from '../symmetry/reduction.ts';
import type { EngineOptions } from './engine-options.ts';
import { Level, type LevelContext } from './level.ts';
import { searchTogether } from './search-together.ts';
import { TableExplorer } from './table-explorer.ts';
import { Tally } from './tally.ts';

/** Paths of fewer are found within a second. */
const STATES_MANY = 2 ** 17;

interface Counted {
  readonly states: number;
  readonly transitions: number;
}

export class Explorer extends TableExplorer {
  /** The levels that were begun. */
  readonly levels: (readonly Range[])[] = [];
  readonly #checkpoints: Checkpoints | undefined;
  #tally: Tally;
  /** By property, those that are found already. */
  readonly #routes = new Map<string, Route>();

  constructor(system: System, options: EngineOptions = {}) {
    super(system, options, options.workers ?? 1);
    this.#tally = new Tally(system);
    this.#checkpoints = options.checkpoint && new Checkpoints(options.checkpoint);
  }

  /** The counts of whole orbits, those of the system; undefined without symmetry, or where the size of some orbit is not known. */
  get orbits(): Counted | undefined {
    const { orbitStates: states, orbitTransitions: transitions, orbitsUnknown } = this.#tally;
    const { group } = this.packed;
    return group?.isProduct && orbitsUnknown === 0 ? { states, transitions } : undefined;
  }
  get states(): number {
    return this.packed.store.log.countStored();
  }
  get transitions(): number {
    return this.#tally.transitions;
  }
  get quiescentStates(): number {
    return this.#tally.quiescentStates;
  }
  get finalStates(): number {
    return this.#tally.finalStates;
  }
  get depth(): number {
    return this.levels.length - (this.states > this.packed.store.log.states ? 0 : 1);
  }
  get levelsFinished(): number {
    return this.complete ? this.levels.length : Math.max(0, this.levels.length - 1);
  }
  get levelSizes(): readonly number[] {
    return this.levels.map(lengthOf);
  }
  get frontier(): number {
    return this.states - this.#tally.visited;
  }
  get found(): ReadonlyMap<string, number> {
    return this.idsOf(this.#tally.found);
  }
  /** Threads that died in this run. */
  get deaths(): number {
    return this.crew.deaths;
  }

  get reduction(): Reduction | undefined {
    const { states, transitions } = this;
    const stored = { states, transitions };
    return this.symmetry && { ...reductionBy(this.symmetry), stored, ...(this.complete && this.orbits) };
  }

  protected override get ranges(): readonly Range[] {
    return this.levels.flat();
  }

  digests(): readonly LevelDigest[] | undefined {
    return digestsOf(this.packed, this.levels);
  }

  pathTo(property: string): Route {
    const known = this.#routes.get(property);
    return known ?? this.toRoute(withoutChance(() => searchAlone(this.packed, this.#path(property))));
  }

  #path(property: string): Searching<FoundPath> {
    const position = this.positionOf(property);
    const depth = this.#tally.found.get(position) as number;
    return shortestPath(this.packed, this.levels, { property: position, depth });
  }

  /** Finds the paths to all that was found, with all threads, if the run is so large that they take long. */
  async findPaths(host: Host): Promise<void> {
    const { packed, crew } = this;
    if (packed.store.log.states < STATES_MANY && !crew.isEager) return;
    const context = { packed, crew, slices: new Slices(host) };
    for (const property of this.idsOf(this.#tally.found).keys()) {
      const path = await searchTogether(context, this.#path(property), `searching for the trace of ${property}`);
      this.#routes.set(property, this.toRoute(path));
    }
  }

  pathToObservation(...keys: readonly string[]): Route | undefined {
    const path = withoutChance(() => pathToObserved(this.packed, this.levels, keys));
    return path && this.toRoute(path);
  }

  pathToState(blocked: readonly string[], isSo: (state: State) => boolean): Route | undefined {
    const path = withoutChance(() => pathToState(this.packed, this.levels, blocked, isSo));
    return path && this.toRoute(path);
  }

  get isSaveDue(): boolean {
    return this.#checkpoints?.isDue ?? false;
  }

  /** Writes a checkpoint of the results so far, while no task stores states. */
  async save(pending: readonly Range[] = []): Promise<void> {
    const { packed, levels: begun } = this;
    const levels = { begun, pending, next: packed.store.log.unreported() };
    await this.#checkpoints?.save({ packed, tally: this.#tally, levels });
  }

  /** Removes the checkpoint that this run wrote or resumed from: the run will not be resumed. */
  async removeCheckpoint(): Promise<void> {
    await this.#checkpoints?.remove();
  }

  override async run(host: Host): Promise<Stopped | undefined> {
    await this.#checkpoints?.begin(this.teacher);
    return await super.run(host);
  }

  override async close(): Promise<void> {
    await this.#checkpoints?.close();
    await super.close();
  }

  protected async explore(host: Host): Promise<Stopped | undefined> {
    const { packed } = this;
    const context = this.#context(host);
    const first = await this.#first(host);
    if (typeof first === 'string') return first;
    for (let ranges: readonly Range[] | undefined = first; ranges !== undefined; ranges = this.#next()) {
      this.audit.sampleOneIn(this.auditOneIn);
      const level = new Level(context, this.levels.length - 1, ranges);
      const unchosen = packed.isReduced ? await this.chooseSteps(context, ranges) : undefined;
      const stopped = unchosen ?? (await level.visit());
      if (stopped !== undefined) {
        await this.save(level.pending);
        return stopped;
      }
      if (host.isAnswered?.()) return 'decided';
      this.preparation.mustCover(this.states);
      this.preparation.mustReduce(this.states, { last: lengthOf(ranges), next: this.states - this.#tally.visited });
      packed.store.log.forgetFootprints(this.levels.at(-1) ?? []);
    }
    this.complete = true;
    return undefined;
  }

  /** Chooses which steps are taken in the states of a level; returns why it could not. */
  protected async chooseSteps(_context: LevelContext, _level: readonly Range[]): Promise<Stopped | undefined> {
    return undefined;
  }

  #context(host: Host): LevelContext {
    const { packed, audit } = this;
    return {
      packed,
      host,
      slices: new Slices(host),
      audit,
      crew: this.crew,
      tally: this.#tally,
      widen: () => this.#widen(host),
      isSaveDue: () => this.isSaveDue,
      save: (pending) => this.save(pending),
    };
  }

  /** The states to visit first: the initial states, or the pending states of the run that is resumed; or why there is no room. */
  async #first(host: Host): Promise<readonly Range[] | Stopped | undefined> {
    const { packed } = this;
    const resumed = await this.#checkpoints?.resume(packed, this.#tally, (bytes) => host.mayGrow(bytes));
    if (resumed === undefined) {
      for (const ids of packed.initialIds()) {
        const stopped = this.store(ids, host);
        if (stopped !== undefined) return stopped;
      }
      return this.#next();
    }
    this.levels.push(...resumed.begun);
    return resumed.pending;
  }

  /** The next level. All its states are known now. */
  #next(): readonly Range[] | undefined {
    const level = this.packed.store.log.newRanges();
    if (level.length === 0) return undefined;
    this.levels.push(level);
    return level;
  }

  protected override layOut(before?: Layout): Layout {
    return this.#checkpoints?.layout ?? super.layOut(before);
  }

  protected forget(): void {
    this.#tally = new Tally(this.system);
    this.levels.length = 0;
    this.#routes.clear();
  }

  /** Continues in a wider layout, or returns why there is no room for it. */
  #widen(host: Host): Stopped | undefined {
    const stopped = this.packed.widen(this.layOut(this.packed.layout), (bytes) => host.mayGrow(bytes));
    if (stopped === undefined) this.widened++;
    return stopped;
  }
}
