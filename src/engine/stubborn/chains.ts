/**
 * What enabled entries need, with what their followers need (commuting.ts): a step that is taken later, after steps that commute with it,
 * must have in its set whatever disturbs it by then. Followers have followers: the sets are closed over all of them.
 */
import type { Leaf, Node } from '../knowledge/tree.ts';
import type { Follower } from './commuting.ts';
import type { Path } from './entry.ts';
import type { SetSubject, SubjectSet } from './subjects.ts';

export interface Disturbed {
  readonly subjects: SubjectSet;
  readonly followers: readonly Follower[];
}

/** What entries needed before, by their places in the trees. */
interface Older {
  of(tree: number, above: Node | undefined, id: number): SubjectSet | undefined;
}

interface Chain {
  needs: SubjectSet;
  /** The entries that this one follows. */
  readonly followed: Chain[];
}

interface Waiting {
  readonly subject: SetSubject;
  readonly follower: Follower;
  readonly chain: Chain;
}

/** The needs of an entry of a teacher's tree, by its place in it. */
interface Begun {
  readonly subject: number;
  readonly above: Node | undefined;
  readonly id: number;
  readonly needs: SubjectSet;
}

export class Chains {
  readonly #begun: (() => Begun)[] = [];
  readonly #disturbedBy: (subject: SetSubject, leaf: Leaf) => Disturbed;
  readonly #path: Path;
  /** Where needs of older entries stay as they were. */
  readonly #older: Older | undefined;
  /** By subject, or by node; then by value and label. */
  readonly #chains = new Map<Node | number, Map<string, Chain>>();
  readonly #waiting: Waiting[] = [];
  readonly #all: Chain[] = [];

  /** `disturbedBy`: of the entry whose values are on `path`. */
  constructor(disturbedBy: (subject: SetSubject, leaf: Leaf) => Disturbed, path: Path, older: Older | undefined) {
    this.#disturbedBy = disturbedBy;
    this.#path = path;
    this.#older = older;
  }

  /** Asks for what the entry on the path needs. */
  begin(subject: SetSubject, leaf: Leaf, above: Node | undefined, id: number, label: number | undefined): void {
    const chains = this.#chainsBelow(subject, above);
    const key = keyOf(id, label);
    let chain = chains.get(key);
    if (chain === undefined) {
      chain = this.#chain();
      chains.set(key, chain);
      this.#disturb(chain, subject, leaf);
    }
    const { number } = subject;
    this.#begun.push(() => ({ subject: number, above, id, needs: chain.needs }));
  }

  /** Finds what all followers need, and gives it to those that they follow. Returns what the entries that were asked for need. */
  settle(): readonly Begun[] {
    for (let waiting = this.#waiting.pop(); waiting !== undefined; waiting = this.#waiting.pop()) {
      const { subject, follower, chain } = waiting;
      this.#path.withAll(follower.path, () => this.#disturb(chain, subject, follower.leaf));
    }
    const pending = [...this.#all];
    for (let chain = pending.pop(); chain !== undefined; chain = pending.pop()) {
      for (const before of chain.followed) {
        if ((before.needs | chain.needs) === before.needs) continue;
        before.needs |= chain.needs;
        pending.push(before);
      }
    }
    return this.#begun.map((begun) => begun());
  }

  #disturb(chain: Chain, subject: SetSubject, leaf: Leaf): void {
    const { subjects, followers } = this.#disturbedBy(subject, leaf);
    chain.needs |= subjects;
    for (const follower of followers) this.#follow(chain, subject, follower);
  }

  #follow(followed: Chain, subject: SetSubject, follower: Follower): void {
    const { above, id, path } = follower;
    const known = this.#older?.of(subject.number, above, id);
    if (known !== undefined) {
      followed.needs |= known;
      return;
    }
    const chains = this.#chainsBelow(subject, above);
    const key = keyOf(id, path.find(([slot]) => slot === subject.labelSlot)?.[1]);
    let chain = chains.get(key);
    if (chain === undefined) {
      chain = this.#chain();
      chains.set(key, chain);
      this.#waiting.push({ subject, follower, chain });
    }
    chain.followed.push(followed);
  }

  #chain(): Chain {
    const chain = { needs: 0n, followed: [] };
    this.#all.push(chain);
    return chain;
  }

  #chainsBelow({ number }: SetSubject, above: Node | undefined): Map<string, Chain> {
    const place = above ?? number;
    const chains = this.#chains.get(place) ?? new Map<string, Chain>();
    this.#chains.set(place, chains);
    return chains;
  }
}

function keyOf(id: number, label: number | undefined): string {
  return `${id} ${label ?? ''}`;
}
