/**
 * Partial order: only the steps of a stubborn set are taken in each state (stubborn/stubborn.ts). It explores again with all that it
 * learnt until it learns nothing. What it finds is searched for once more with all steps, so that traces are those of an exploration
 * that is not reduced.
 */
import type { Reduction } from '../../model/accounts/reduction.ts';
import type { Host, Route, Stopped } from '../../model/exploration.ts';
import type { System } from '../../model/system.ts';
import type { Range } from '../memory/log.ts';
import type { Reductions } from '../memory/packed-states.ts';
import { Stubborn, TooManyEntries } from '../stubborn/stubborn.ts';
import { reductionBy } from '../symmetry/reduction.ts';
import { chooseTogether } from './choosing.ts';
import type { EngineOptions } from './engine-options.ts';
import { Explorer } from './explorer.ts';
import type { LevelContext } from './level.ts';

/** The counts of the last run, while states are stored for something else. */
type Counts = Pick<
  Explorer,
  'states' | 'transitions' | 'quiescentStates' | 'finalStates' | 'depth' | 'levelsFinished' | 'levelSizes' | 'frontier'
>;

export class StubbornExplorer extends Explorer {
  #stubborn: Stubborn | undefined;
  /** What any run found, by property: the least depth, and a path that shows it. */
  readonly #found = new Map<string, { readonly depth: number; readonly route: Route }>();
  /** The results of the last run, from when its states are not stored any more. */
  #last: Counts | undefined;
  #statesForTraces = 0;

  constructor(system: System, options: EngineOptions = {}) {
    super(system, options);
  }

  override async run(host: Host): Promise<Stopped | undefined> {
    this.begin();
    const stubborn = new Stubborn(this.teacher, this.symmetry, this.options.entriesMax);
    this.#stubborn = stubborn;
    let stopped: Stopped | undefined;
    do {
      stubborn.runs++;
      this.clear();
      stopped = await this.exploreAll(host);
      if (stubborn.obstacle !== undefined) return stopped;
      this.#note();
    } while (stopped === undefined && stubborn.hasLearnt);
    if (stopped === undefined) this.audit.mustBeFree();
    if (stopped !== undefined && stopped !== 'decided') return stopped;
    const wanted = new Set([...this.#found.keys(), ...this.idsOf(this.#decided).keys()]);
    if (wanted.size === 0) return stopped;
    const searchStopped = await this.#searchForTraces(host, wanted);
    // What no run noted must be found, or all states be seen to show nothing.
    const isOpen = [...wanted].some((property) => !this.found.has(property));
    return isOpen ? (searchStopped ?? stopped) : stopped;
  }

  get #decided(): ReadonlyMap<number, true> {
    return new Map([...(this.#stubborn?.decided ?? [])].map((position) => [position, true]));
  }

  protected override reductions(): Reductions {
    return { ...super.reductions(), needs: this.#last === undefined ? this.#stubborn?.begin() : undefined };
  }

  /** Chooses again if something was learnt of the states of this level, so that not all of their steps are taken. */
  protected override async chooseSteps(context: LevelContext, level: readonly Range[]): Promise<Stopped | undefined> {
    const stopped = await chooseTogether(context, level);
    const needs = stopped === undefined ? this.#stubborn?.renewed() : undefined;
    if (needs === undefined) return stopped;
    this.packed.chooseBy(needs);
    return await chooseTogether(context, level);
  }

  protected override recover(error: unknown): void {
    if (error instanceof TooManyEntries) this.#stubborn?.giveUp();
    else super.recover(error);
  }

  /** Notes what a run found, with its paths. */
  #note(): void {
    for (const [property, depth] of super.found) {
      const known = this.#found.get(property);
      if (known === undefined || depth < known.depth)
        this.#found.set(property, { depth, route: super.pathTo(property) });
    }
  }

  /** Explores with all steps until every property is found that is wanted, or a limit is met. */
  async #searchForTraces(host: Host, wanted: Iterable<string>): Promise<Stopped | undefined> {
    const { states, transitions, quiescentStates, finalStates, depth, levelsFinished, levelSizes, frontier } = this;
    const last = { states, transitions, quiescentStates, finalStates, depth, levelsFinished, levelSizes, frontier };
    const { complete, widened } = this;
    const { restarts } = this.preparation;
    const all = [...wanted];
    this.#last = last;
    this.clear();
    const stopped = await this.exploreAll({
      breathe: () => host.breathe('searching for shortest traces'),
      mayGrow: (bytes) => host.mayGrow(bytes),
      isAnswered: () => all.every((property) => super.found.has(property)),
    });
    this.#statesForTraces = super.states;
    Object.assign(this, { complete, widened });
    this.preparation.restarts = restarts;
    return stopped;
  }

  override get found(): ReadonlyMap<string, number> {
    const found = new Map([...this.#found].map(([property, { depth }]) => [property, depth]));
    for (const [property, depth] of super.found) found.set(property, Math.min(depth, found.get(property) ?? depth));
    return found;
  }

  override pathTo(property: string): Route {
    const known = this.#found.get(property);
    if (known === undefined || super.found.has(property)) return super.pathTo(property);
    return { ...known.route, isReduced: true };
  }

  override get reduction(): Reduction | undefined {
    const stubborn = this.#stubborn;
    if (stubborn === undefined) return undefined;
    const { obstacle, runs } = stubborn;
    const permuted = this.symmetry && reductionBy(this.symmetry);
    const because = obstacle ?? permuted?.because;
    return {
      by: [...(permuted?.by ?? []), ...(obstacle === undefined ? (['partial-order'] as const) : [])],
      replicas: permuted?.replicas ?? [],
      permutations: permuted?.permutations ?? 1,
      evaluations: permuted?.evaluations ?? 0,
      stored: { states: this.states, transitions: this.transitions },
      ...(permuted?.refused && { refused: permuted.refused }),
      ...(obstacle === undefined && { runs }),
      ...(this.#statesForTraces > 0 && { statesForTraces: this.#statesForTraces }),
      ...(because !== undefined && { because }),
    };
  }

  override get states(): number {
    return this.#last?.states ?? super.states;
  }
  override get transitions(): number {
    return this.#last?.transitions ?? super.transitions;
  }
  override get quiescentStates(): number {
    return this.#last?.quiescentStates ?? super.quiescentStates;
  }
  override get finalStates(): number {
    return this.#last?.finalStates ?? super.finalStates;
  }
  override get depth(): number {
    return this.#last?.depth ?? super.depth;
  }
  override get levelsFinished(): number {
    return this.#last?.levelsFinished ?? super.levelsFinished;
  }
  override get levelSizes(): readonly number[] {
    return this.#last?.levelSizes ?? super.levelSizes;
  }
  override get frontier(): number {
    return this.#last?.frontier ?? super.frontier;
  }
}
