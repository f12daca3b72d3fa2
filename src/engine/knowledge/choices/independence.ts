/**
 * Whether the outcomes of a choice are what they are alone. A step may decide an outcome by what it found while it made another one:
 * "the first that is possible", kept in a variable of its own. JavaScript does not show that. So before a choice is divided, the outcomes
 * alone are compared with those of the whole step where it was evaluated, and where the values that one outcome read are put
 * into another state: then all other outcomes change, and it must not.
 */

import type { Ids } from '../domain.ts';
import type { Entry } from '../entry.ts';
import { type Leaf, leafOf, Node, type Tree } from '../tree.ts';
import type { Alone } from './alone.ts';

/** States that are compared. */
const STATES = 48;
/** Outcomes that are compared where the values of two states are mixed. */
const MIXED = 6;
/** Where no state is, a step may loop for ever. */
const MILLISECONDS = 1000;

interface Chosen {
  readonly offered: readonly string[];
  readonly returnsChoice: boolean;
}

export interface Trials {
  /** With all outcomes if none is given. */
  readonly evaluate: (alone: Alone | undefined, ids: Ids) => Entry & Chosen;
  /** Notes nothing. Undefined after a time limit. */
  readonly trying: <T>(milliseconds: number, trials: () => T) => T | undefined;
}

/** Whether what one outcome is alone, or what a step is where it does not choose, is what the whole step says of it. */
export function agrees(
  alone: Leaf,
  whole: Leaf,
  outcome: string | undefined,
  { offered, returnsChoice }: Chosen,
): boolean {
  if (outcome === undefined) return returnsChoice || alone.key === whole.key;
  if (!returnsChoice) return true;
  const place = offered.indexOf(outcome);
  const outcomes = whole.outcomes.filter((one) => one.place === place);
  return leafOf(outcomes, whole.obliges, []).key === alone.key;
}

/** Whether trials show no outcome that depends on another one. `states`: the values that the step read, wherever it was evaluated. */
export function areIndependent(states: readonly Ids[], names: readonly string[], trials: Trials): boolean {
  const some = spread(states);
  if (!trials.trying(Number.POSITIVE_INFINITY, () => some.every((ids) => areAlone(ids, names, trials)))) return false;
  return trials.trying(MILLISECONDS, () => some.every((ids, i) => isSoMixed(ids, i, some, names, trials))) !== false;
}

function areAlone(ids: Ids, names: readonly string[], { evaluate }: Trials): boolean {
  try {
    const whole = evaluate(undefined, ids).leaf;
    return names.every((name) => {
      const alone = evaluate(name, ids);
      return agrees(alone.leaf, whole, name, alone);
    });
  } catch {
    // The step as a whole threw nothing there.
    return false;
  }
}

function isSoMixed(ids: Ids, i: number, states: readonly Ids[], names: readonly string[], trials: Trials): boolean {
  for (let j = 0; j < MIXED; j++) {
    const name = names[(i * MIXED + j) % names.length] as string;
    const alone = trials.evaluate(name, ids);
    const mixed = Array.from(states[(i + 1 + 7 * j) % states.length] as Ids);
    for (const slot of alone.reads) mixed[slot] = ids[slot] as number;
    try {
      if (!agrees(alone.leaf, trials.evaluate(undefined, mixed).leaf, name, alone)) return false;
    } catch {
      // No state may have these values.
    }
  }
  return true;
}

/** Some of many, at equal distances. */
function spread<T>(all: readonly T[]): readonly T[] {
  if (all.length <= STATES) return all;
  return Array.from({ length: STATES }, (_, i) => all[Math.floor((i * all.length) / STATES)] as T);
}

/** The numbers of the values on each path of a tree; 0 where a path does not ask. */
export function pathsOf({ root }: Tree, columns: number): Ids[] {
  const paths: Ids[] = [];
  const ids = new Array<number>(columns).fill(0);
  const visit = (at: Node | Leaf | undefined): void => {
    if (at === undefined) return;
    if (!(at instanceof Node)) {
      paths.push(ids.slice());
      return;
    }
    at.children.forEach((child, id) => {
      ids[at.slot] = id;
      visit(child);
    });
    ids[at.slot] = 0;
  };
  visit(root);
  return paths;
}
