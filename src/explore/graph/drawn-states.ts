/** States that are drawn, each once, and the steps between them. */
import { Map as ImmutableMap } from 'immutable';
import { changesBetween } from '../../check/counterexample.ts';
import { isJudgedInSteps } from '../../model/property-kinds.ts';
import type { State } from '../../model/state.ts';
import type { System } from '../../model/system.ts';
import {
  EDGES_MAX,
  type GraphEdge,
  type GraphNode,
  type GraphView,
  type LeftOut,
  NODES_MAX,
} from '../../page/graph-view.ts';
import type { Path } from '../../page/position.ts';
import { now } from '../../semantics/clock.ts';
import { stepName } from '../../semantics/evaluation.ts';
import { extended, type Transition } from '../../semantics/path.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { changesOf, stepText } from '../../trace/text.ts';
import { shownSituation, violatedAt } from '../standings.ts';
import { transitionsOf } from '../transitions.ts';

/** A person waits at the other end: other requests get their turn this often. */
const SLICE_MS = 20;

interface Drawn {
  readonly state: State;
  readonly path: Path;
  /** The state before it on that path, and the step from there. */
  readonly by: { readonly before: State; readonly transition: Transition } | undefined;
  /** Found when they are needed. */
  transitions?: readonly Transition[];
}

export class DrawnStates {
  /** Some state had no room. */
  isCut = false;
  readonly #system: System;
  readonly #drawn: Drawn[] = [];
  readonly #numbers = ImmutableMap<State, number>().asMutable();
  #pause = now() + SLICE_MS;

  constructor(system: System) {
    this.#system = system;
  }

  get size(): number {
    return this.#drawn.length;
  }

  /** The number of a state, which is added if there is room; undefined if there is none. */
  add(state: State, path: Path, by?: Drawn['by']): number | undefined {
    const known = this.#numbers.get(state);
    if (known !== undefined) return known;
    if (this.#drawn.length === NODES_MAX) {
      this.isCut = true;
      return undefined;
    }
    this.#numbers.set(state, this.#drawn.length);
    return this.#drawn.push({ state, path, by }) - 1;
  }

  /** The numbers of states; -1 of one that is not drawn. */
  numbersOf(states: readonly State[]): readonly number[] {
    return states.map((state) => this.#numbers.get(state) ?? -1);
  }

  /** Adds the states that these reach within some steps, the nearest first. */
  async addAhead(from: readonly number[], steps: number): Promise<void> {
    let level = [...from];
    const seen = new Set(level);
    for (let distance = 0; distance < steps && level.length > 0 && !this.isCut; distance++) {
      const next: number[] = [];
      for (const number of level) {
        const { state, path } = this.#drawn[number] as Drawn;
        for (const [index, transition] of this.#transitions(number).entries()) {
          const further = { start: path.start, steps: [...path.steps, index] };
          const to = this.add(transition.outcome.next, further, { before: state, transition });
          if (to === undefined || seen.has(to)) continue;
          seen.add(to);
          next.push(to);
        }
        await this.#breathe();
      }
      level = next;
    }
  }

  /** `shortest`: a shorter path to the same state, where one is known. */
  async view(
    leftOut: Pick<LeftOut, 'before'>,
    shortest: (path: Path) => Path = (path) => path,
  ): Promise<Omit<GraphView, 'walk'>> {
    const nodes: GraphNode[] = [];
    const edges: GraphEdge[] = [];
    for (const number of this.#drawn.keys()) {
      const own = withoutChance(() => this.#edgesOf(number));
      edges.push(...own.edges);
      const { path, ...node } = withoutChance(() => this.#node(number, own.more));
      nodes.push({ path: shortest(path), ...node });
      await this.#breathe();
    }
    const { isCut } = this;
    const isWhole = !isCut && nodes.every(({ more }) => more === 0) && this.#hasInitials();
    const hidden = Math.max(0, edges.length - EDGES_MAX);
    return { isWhole, nodes, edges: edges.slice(0, EDGES_MAX), leftOut: { isCut, edges: hidden, ...leftOut } };
  }

  #hasInitials(): boolean {
    return this.#system.initials.every((state) => this.#numbers.has(state));
  }

  #transitions(number: number): readonly Transition[] {
    const drawn = this.#drawn[number] as Drawn;
    drawn.transitions ??= withoutChance(() => transitionsOf(this.#system, drawn.state));
    return drawn.transitions;
  }

  #node(number: number, more: number): GraphNode {
    const { state, path, by } = this.#drawn[number] as Drawn;
    return {
      path,
      changes: by === undefined ? [] : this.#changes(by),
      isInitial: this.#system.initials.includes(state),
      violates: this.#violated(state),
      situation: shownSituation(this.#system, state),
      more,
    };
  }

  #changes({ before, transition: { alternative, outcome } }: NonNullable<Drawn['by']>): string[] {
    const changes = changesBetween(this.#system, before, outcome.next);
    return changesOf({ ...stepName(alternative, outcome.name), changes });
  }

  #edgesOf(from: number): { readonly edges: readonly GraphEdge[]; readonly more: number } {
    const transitions = this.#transitions(from);
    const edges = transitions.flatMap((transition, index): GraphEdge[] => {
      const { alternative, outcome } = transition;
      const to = this.#numbers.get(outcome.next);
      if (to === undefined) return [];
      const step = stepName(alternative, outcome.name);
      const violates = this.#violatedByStep((this.#drawn[from] as Drawn).state, transition);
      return [{ from, to, index, process: step.process, step: stepText(step), tag: step.tag, violates }];
    });
    return { edges, more: transitions.length - edges.length };
  }

  #violated(state: State): readonly string[] {
    return violatedAt(this.#system, { states: [state], steps: [] });
  }

  #violatedByStep(state: State, transition: Transition): readonly string[] {
    if (!this.#system.properties.some((property) => isJudgedInSteps(property))) return [];
    const after = this.#violated(transition.outcome.next);
    const both = violatedAt(this.#system, extended({ states: [state], steps: [] }, transition));
    return both.filter((id) => !after.includes(id));
  }

  async #breathe(): Promise<void> {
    if (now() < this.#pause) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#pause = now() + SLICE_MS;
  }
}
