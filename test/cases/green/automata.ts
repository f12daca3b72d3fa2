/**
 * Automata that meet on synchronous channels, which Everywhen has not: a step changes the label of its own process only.
 * So the location of each automaton is a component, each move that is not synchronised a rule, and each pair of a sending
 * and a receiving move on one channel a rule as well.
 */
// biome-ignore-all lint/suspicious/noExplicitAny: the moves are data, and the compiler does not know their names.
// biome-ignore-all lint/style/noNonNullAssertion: as above.
// biome-ignore-all lint/suspicious/noThenProperty: a move says what it does then.

import { defineSystem, replicated, value } from '../../../src/index.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly when?: (s: any) => boolean;
  /** The channel, and what is sent. */
  readonly send?: string;
  readonly what?: (s: any) => any;
  /** The channel, and where what comes is put. */
  readonly receive?: string;
  readonly into?: (s: any, what: any) => any;
  readonly then?: (s: any) => any;
}

export interface Automaton {
  readonly initial: string;
  readonly moves: readonly Move[];
}

export function automata(components: Record<string, any>, machines: Record<string, Automaton>): any {
  const names = Object.keys(machines);
  const rules: Record<string, (s: any) => any> = {};
  const all = names.flatMap((name) =>
    machines[name]!.moves.map((move, k) => ({ name, move, id: `${name} ${k} ${move.from}` })),
  );
  const ready = (s: any, { name, move }: (typeof all)[number]) =>
    s.get('pc', name) === move.from && (move.when === undefined || move.when(s));
  for (const one of all) {
    const { name, move, id } = one;
    if (move.receive !== undefined) continue;
    if (move.send === undefined) {
      rules[id] = (s) => {
        if (!ready(s, one)) return undefined;
        const moved = move.from === move.to ? s : s.set('pc', name, move.to);
        return move.then?.(moved) ?? moved;
      };
      continue;
    }
    for (const other of all) {
      if (other.move.receive !== move.send || other.name === name) continue;
      rules[`${id} > ${other.id}`] = (s) => {
        if (!ready(s, one) || !ready(s, other)) return undefined;
        const what = move.what?.(s);
        let now = s.set('pc', name, move.to).set('pc', other.name, other.move.to);
        now = other.move.into?.(now, what) ?? now;
        now = move.then?.(now) ?? now;
        return other.move.then?.(now) ?? now;
      };
    }
  }
  return defineSystem(
    { ...components, pc: replicated(names, (name) => value<string>(machines[name]!.initial)) } as any,
    {},
  ).rules('m', rules as any);
}

export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
