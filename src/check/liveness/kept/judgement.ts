/** The judgement of a component: whether it is fair and has a forbidden cycle, or what of it must be decomposed again. */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import type { Cycles } from '../cycles.ts';
import type { Component } from './decomposition.ts';
import { FOLLOWED, type Question, REPEATED, SERVES } from './question.ts';

/** `none`: no forbidden cycle. A list: the nodes that such a cycle can pass through, which may fall apart. */
export type Judgement = 'forbidden' | 'none' | Uint32Array;

export class Judge {
  readonly #edges: KeptEdges;
  readonly #question: Question;
  /** The constraints of each strength, in words of 32 bits. */
  readonly #weak: Uint32Array;
  readonly #strong: Uint32Array;
  /** Of a component: the constraints that are taken, that are enabled in every node, and in some node. */
  readonly #taken: Uint32Array;
  readonly #always: Uint32Array;
  readonly #ever: Uint32Array;
  readonly #here: Uint32Array;

  constructor(edges: KeptEdges, question: Question, { constraints }: Cycles) {
    this.#edges = edges;
    this.#question = question;
    const { words } = question;
    [this.#weak, this.#strong, this.#taken, this.#always, this.#ever, this.#here] = [0, 0, 0, 0, 0, 0].map(
      () => new Uint32Array(words),
    ) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    constraints.forEach(({ strength }, i) => {
      const of = strength === 'weak' ? this.#weak : this.#strong;
      of[i >>> 5] = (of[i >>> 5] as number) | (1 << (i & 31));
    });
  }

  /** Judges a component of several nodes. */
  of({ members, numbers }: Component): Judgement {
    const { words, allGoals } = this.#question;
    const [taken, always, ever] = [this.#taken.fill(0), this.#always.fill(0xffffffff), this.#ever.fill(0)];
    let met = 0;
    let outside = 0;
    for (let at = 0; at < members.length; at++) {
      const member = members[at] as number;
      const bits = this.#question.ofNode(this.#edges.holds[member] as number);
      if ((bits & REPEATED) === 0) outside++;
      met |= bits | this.#walk(member, numbers);
      for (let i = 0; i < words; i++) {
        always[i] = (always[i] as number) & (this.#here[i] as number);
        ever[i] = (ever[i] as number) | (this.#here[i] as number);
      }
    }
    if ((met & allGoals) !== allGoals) return 'none';
    if (outside > 0) return members.filter((member) => this.#isRepeated(member));
    let avoids = 0;
    for (let i = 0; i < words; i++) {
      const untaken = ~(taken[i] as number);
      if (((always[i] as number) & untaken & (this.#weak[i] as number)) !== 0) return 'none';
      ever[i] = (ever[i] as number) & untaken & (this.#strong[i] as number);
      avoids |= ever[i] as number;
    }
    return avoids === 0 ? 'forbidden' : members.filter((member) => !this.#enables(member, ever));
  }

  /** Whether a node that is alone in its component is a forbidden cycle, by steps that change nothing. */
  ofLoop(node: number): boolean {
    const { begins, degrees, targets, ways, holds } = this.#edges;
    const { allGoals, ways: bitsOf } = this.#question;
    let met = this.#question.ofNode(holds[node] as number);
    let loops = false;
    if ((met & REPEATED) === 0) return false;
    const begin = begins[node] as number;
    const end = begin + (degrees[node] as number);
    for (let edge = begin; edge < end; edge++) {
      const bits = bitsOf[ways[edge] as number] as number;
      // No step that is enabled is taken.
      if ((bits & SERVES) !== 0) return false;
      if (targets[edge] !== node || (bits & FOLLOWED) === 0) continue;
      loops = true;
      met |= bits;
    }
    return loops && (met & allGoals) === allGoals;
  }

  /** Notes the constraints that are enabled at a node, and those that its steps within the component belong to; returns the goals of these. */
  #walk(node: number, numbers: Uint32Array): number {
    const { begins, degrees, targets, ways } = this.#edges;
    const { words, served, ways: bitsOf } = this.#question;
    const begin = begins[node] as number;
    const end = begin + (degrees[node] as number);
    const component = numbers[node] as number;
    let met = 0;
    for (let i = 0; i < words; i++) this.#here[i] = 0;
    for (let edge = begin; edge < end; edge++) {
      const way = ways[edge] as number;
      const bits = bitsOf[way] as number;
      const stays = (bits & FOLLOWED) !== 0 && numbers[targets[edge] as number] === component;
      if (stays) met |= bits;
      for (let i = 0; i < words; i++) {
        const belongs = served[words * way + i] as number;
        this.#here[i] = (this.#here[i] as number) | belongs;
        if (stays) this.#taken[i] = (this.#taken[i] as number) | belongs;
      }
    }
    return met;
  }

  #enabledAt(node: number): void {
    const { begins, degrees, ways } = this.#edges;
    const { words, served } = this.#question;
    const begin = begins[node] as number;
    const end = begin + (degrees[node] as number);
    for (let i = 0; i < words; i++) this.#here[i] = 0;
    for (let edge = begin; edge < end; edge++) {
      for (let i = 0; i < words; i++)
        this.#here[i] = (this.#here[i] as number) | (served[words * (ways[edge] as number) + i] as number);
    }
  }

  #isRepeated(node: number): boolean {
    return (this.#question.ofNode(this.#edges.holds[node] as number) & REPEATED) !== 0;
  }

  #enables(node: number, constraints: Uint32Array): boolean {
    this.#enabledAt(node);
    return constraints.some((word, i) => (word & (this.#here[i] as number)) !== 0);
  }
}
