/** Bugs in choices whose outcomes are learnt by themselves, which random systems of choices (random-choices.ts) must show. */
import type { SeededBug } from './seeded-bugs.ts';

export const SEEDED_CHOICE_BUGS: readonly SeededBug[] = [
  {
    what: 'what was read first, before the choice, is forgotten',
    file: 'src/engine/knowledge/choices/choice-entries.ts',
    text: 'return entry;',
    instead: 'return entry.reads.length < 2 ? entry : { ...entry, reads: entry.reads.slice(1) };',
  },
  {
    what: 'outcomes before the one that is learnt are made, too, and hide what it reads',
    file: 'src/engine/knowledge/choices/branch-reads.ts',
    text: '(name === one ? this.#made(make) : undefined);',
    instead: `{
      const { slots } = this.#reads;
      const before = slots.length;
      const made = make();
      if (name !== one) slots.length = before;
      return name === one ? made : undefined;
    };`,
  },
  {
    what: 'an outcome that is offered later has no tree',
    file: 'src/engine/knowledge/choices/choices.ts',
    text: 'const missing = names.filter((name) => !branches.has(name));',
    instead: 'const missing = names.filter(() => branches.size === 0);',
  },
  {
    what: 'an outcome that is not offered keeps the result of the state before',
    file: 'src/engine/knowledge/choices/choice-entries.ts',
    text: 'const entry = this.#aloneOrThrow(number, step, ids);',
    instead: `const found = this.#aloneOrThrow(number, step, ids);
    const { offered, returnsChoice } = this.#teacher.steps.last;
    const { outcome } = this.#teacher.forest.subjects[number] as Step;
    const isOffered = outcome === undefined || !returnsChoice || offered.includes(outcome);
    const old = this.#teacher as { old?: Map<number, Entry> };
    old.old ??= new Map();
    if (isOffered) old.old.set(number, found);
    const entry = isOffered ? found : { ...found, leaf: old.old.get(number)?.leaf ?? found.leaf };`,
  },
  {
    what: 'a choice that is divided keeps the tree that it had as a whole',
    file: 'src/engine/knowledge/forest.ts',
    text: 'this.trees[number] = new Tree();',
    instead: '',
  },
  {
    what: 'the outcomes of a program are not listed at its labels',
    file: 'src/engine/memory/agenda.ts',
    text: 'const numbers = steps.flatMap((step) => this.#teacher.choices.treesOf(step));',
    instead: 'const numbers = steps;',
  },
  {
    what: 'each outcome does what the step does where it does not choose',
    file: 'src/engine/knowledge/choices/step-runs.ts',
    text: "if (typeof alone === 'string' && !attempt.returnsChoice) return undefined;",
    instead: '',
  },
];
