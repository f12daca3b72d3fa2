/** The graph that the page draws: all states if they are few, otherwise those around the end of a walk. */
import type { System } from '../../model/system.ts';
import { type GraphView, NODES_MAX } from '../../page/graph-view.ts';
import type { Path } from '../../page/position.ts';
import { statesAlong, type Visit } from '../walk.ts';
import { DrawnStates } from './drawn-states.ts';
import type { KnownGraph } from './known-graph.ts';

export interface Around {
  /** Steps forwards from the end of the walk. */
  readonly ahead: number;
  /** Steps backwards: along the walk, and to all states that lead there where they are known. */
  readonly back: number;
}

interface Whole {
  readonly drawn: DrawnStates;
  readonly view: Omit<GraphView, 'walk'>;
}

export class GraphViews {
  readonly #system: System;
  readonly #known: KnownGraph;
  /** Undefined if it is too large. */
  #whole: Promise<Whole | undefined> | undefined;

  constructor(system: System, known: KnownGraph) {
    this.#system = system;
    this.#known = known;
  }

  async around(path: Path, around: Around): Promise<GraphView> {
    this.#whole ??= this.#wholeGraph();
    const whole = await this.#whole;
    const walk = statesAlong(this.#system, path);
    const { drawn, view } = whole ?? (await this.#neighbourhood(walk, around));
    return { ...view, walk: drawn.numbersOf(walk.map(({ state }) => state)) };
  }

  async #wholeGraph(): Promise<Whole | undefined> {
    const { initials } = this.#system;
    if (initials.length > NODES_MAX) return undefined;
    const drawn = new DrawnStates(this.#system);
    const starts = initials.map((state, start) => drawn.add(state, { start, steps: [] }) as number);
    await drawn.addAhead(starts, NODES_MAX);
    if (drawn.isCut) return undefined;
    const view = await drawn.view({ before: 'known' });
    return view.isWhole && view.leftOut.edges === 0 ? { drawn, view } : undefined;
  }

  async #neighbourhood(walk: readonly Visit[], { ahead, back }: Around): Promise<Whole> {
    const drawn = new DrawnStates(this.#system);
    const last = walk.at(-1) as Visit;
    const here = drawn.add(last.state, last.path, last.by) as number;
    for (const { state, path: to, by } of walk.slice(-1 - back, -1).reverse()) drawn.add(state, to, by);
    const number = this.#known.numberOf(last.path);
    // Half of the room is for what comes next.
    for (const before of number === undefined ? [] : this.#known.before(number, back)) {
      if (drawn.size >= NODES_MAX / 2) {
        drawn.isCut = true;
        break;
      }
      const to = this.#known.pathTo(before);
      const end = statesAlong(this.#system, to).at(-1);
      if (end !== undefined) drawn.add(end.state, to, end.by);
    }
    const isCut = drawn.isCut;
    drawn.isCut = false;
    await drawn.addAhead([here], ahead);
    drawn.isCut ||= isCut;
    const view = await drawn.view({ before: this.#known.phase }, (long) => {
      const end = this.#known.numberOf(long);
      return end === undefined ? long : this.#known.pathTo(end);
    });
    return { drawn, view };
  }
}
