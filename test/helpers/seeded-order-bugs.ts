/** Bugs in the choice of stubborn sets, put into a copy of the engine one at a time: each leaves out a rule. */
import type { SeededBug } from './seeded-bugs.ts';

const CHOOSE = 'src/engine/kernel/stubborn/choose.ts';
const CLOSE = 'src/engine/kernel/stubborn/stubborn.ts';
const COMMUTING = 'src/engine/stubborn/commuting.ts';
const DISTURBANCE = 'src/engine/stubborn/disturbance.ts';
const NEEDS = 'src/engine/stubborn/needs.ts';
const EXPLORER = 'src/engine/exploring/stubborn-explorer.ts';

export const SEEDED_ORDER_BUGS: readonly SeededBug[] = [
  {
    what: 'a set need not lead to a later level (P)',
    file: CHOOSE,
    text: 'if (leadsFarther<T>(key) || isFull) return best + 1;',
    instead: 'return best + 1;',
  },
  {
    what: 'an environment step may be the seed although a system step is enabled (Q)',
    file: CLOSE,
    text: 'if (!has(systemSteps, step) || seedCount === SEEDS_MAX) continue;',
    instead: 'if (seedCount === SEEDS_MAX) continue;',
  },
  {
    what: 'a run that learnt something is the last',
    file: EXPLORER,
    text: 'while (stopped === undefined && stubborn.hasLearnt);',
    instead: 'while (stopped !== undefined && stubborn.hasLearnt);',
  },
  {
    what: 'what the last level learnt counts as known when the run began',
    file: 'src/engine/stubborn/stubborn.ts',
    text: '    this.#learntByAll = this.#learnt;\n',
    instead: '    this.#learntByAll = this.#learnt;\n    this.#learntBefore = this.#learnt;\n',
  },
  {
    what: 'claims are disturbed by nothing (E)',
    file: DISTURBANCE,
    text: 'if (step === undefined) return this.#walk(tree.root, reached.root, true);',
    instead: 'if (step === undefined) return false;',
  },
  {
    what: 'a step may write what another one reads (E)',
    file: DISTURBANCE,
    text: 'if (isRead && only !== this.#path.at(slot)) return true;',
    instead: '',
  },
  {
    what: 'two steps may write the same component (E)',
    file: DISTURBANCE,
    text: 'return isRead || !isSame;',
    instead: 'return isRead;',
  },
  {
    what: 'a step whose read was changed counts as unchanged (E)',
    file: DISTURBANCE,
    text: 'return this.#walkDirty(child, isClaim);',
    instead: 'return this.#walk(child, child, isClaim);',
  },
  {
    what: 'what a step may read under a value that is not known is taken for nothing (E)',
    file: DISTURBANCE,
    text: 'if (child === undefined) return !isRead || written.ids.some((id) => at.children[id] !== undefined);',
    instead: 'if (child === undefined) return false;',
  },
  {
    what: 'a claim may see more after a step than before it (E)',
    file: DISTURBANCE,
    text: 'written.ids.every((id) => this.#isContained(at.children[id], child));',
    instead: 'written.ids.length > 0;',
  },
  {
    what: 'steps commute although they lead to different states in the two orders (E)',
    file: COMMUTING,
    text: 'return otherLast === valueAfter(own, slot, valueAfter(first, slot, before));',
    instead: 'return otherLast !== UNREAD;',
  },
  {
    what: 'what a step needs after another one that commutes with it is left out (E)',
    file: NEEDS,
    text: 'else followers.push(...after);',
    instead: '',
  },
  {
    what: 'what a step may read under a value that is not known commutes (E)',
    file: COMMUTING,
    text: 'if (before === undefined) return false;',
    instead: 'if (before === undefined) return true;',
  },
  {
    what: 'a step that another one disables commutes with it (E)',
    file: COMMUTING,
    text: 'return outcomes.length === count ? outcomes.find((each) => each.place === place) : undefined;',
    instead: 'return outcomes.find((each) => each.place === place) ?? { place, writes: [], failed: [], marks: [] };',
  },
  {
    what: 'only the last read of a blocked step may unblock it (D)',
    file: NEEDS,
    text: 'unblocking.push((unblocking.at(-1) as SubjectSet) | this.#changing(node, id, subject.step === undefined));',
    instead: 'unblocking.push(this.#changing(node, id, subject.step === undefined));',
  },
  {
    what: 'a blocked step or a claim needs nothing (D)',
    file: NEEDS,
    text: 'else this.#note(subject.number, above, id, known ?? (unblocking.at(-1) as SubjectSet));',
    instead: 'else this.#note(subject.number, above, id, known ?? 0n);',
  },
  {
    what: 'what is not known of another value is taken for settled (D)',
    file: NEEDS,
    text: 'return child !== undefined && !(child instanceof Node) && (isClaim || child.outcomes.length === 0);',
    instead: 'return child === undefined || (!(child instanceof Node) && (isClaim || child.outcomes.length === 0));',
  },
  {
    what: 'a step at another label needs nothing (D)',
    file: NEEDS,
    text: '[...labels].reduce((set, label) => set | this.#writersOf(labelSlot, label), 0n),',
    instead: '0n,',
  },
  {
    what: 'traces are not searched for again with all steps',
    file: EXPLORER,
    text: 'if (wanted.size === 0) return stopped;',
    instead: 'if (wanted.size >= 0) return stopped;',
  },
];
