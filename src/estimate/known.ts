/** Explorations that were finished, with each of their moments and what came after it. */
import { KNOWN_EXPLORATIONS } from './known-explorations.ts';
import { type Moment, momentOf, sum } from './moment.ts';

/** A moment, and how much was still to come, as logarithms. */
export interface KnownMoment {
  readonly moment: Moment;
  /** All states by the states known then. */
  readonly states: number;
  /** The steps to the farthest state by the levels known then. */
  readonly depth: number;
  /** The states known then. */
  readonly size: number;
}

export interface KnownExploration {
  /** The model and its parameters, as on a command line. */
  readonly cell: string;
  /** Cells of one model are alike, and must not speak for each other in a calibration. */
  readonly model: string;
  readonly states: number;
  readonly transitions: number;
  readonly levels: readonly number[];
  /** By level: the distinct states that walks met there, and the steps that led there. */
  readonly met: readonly number[];
  readonly steps: readonly number[];
  readonly moments: readonly KnownMoment[];
}

let parsed: readonly KnownExploration[] | undefined;

export function knownExplorations(): readonly KnownExploration[] {
  parsed ??= KNOWN_EXPLORATIONS.map(parse);
  return parsed;
}

/** A line: the cell, its transitions, and three lists by level: states, distinct states met, steps. */
function parse(line: string): KnownExploration {
  const [cell = '', transitions = '', ...lists] = line.split('|');
  const [levels = [], met = [], steps = []] = lists.map((list) => list.split(' ').map(Number));
  const exploration = {
    cell,
    model: cell.split(' ')[0] ?? cell,
    states: sum(levels),
    transitions: Number(transitions),
    levels,
    met,
    steps,
  };
  const moments = levels.slice(1).flatMap((_, i) => knownMoment(exploration, i + 1) ?? []);
  return { ...exploration, moments };
}

type Profile = Omit<KnownExploration, 'moments'>;

/** The moment at which the first `count` levels were known. */
export function momentAfter({ levels, met, steps }: Profile, count: number): Moment | undefined {
  const shareOf = (list: readonly number[]) => sum(list.slice(0, count)) / sum(list);
  return momentOf(levels.slice(0, count), { states: shareOf(met), steps: shareOf(steps) });
}

function knownMoment(profile: Profile, count: number): KnownMoment | undefined {
  const moment = momentAfter(profile, count);
  if (moment === undefined) return undefined;
  const known = sum(profile.levels.slice(0, count));
  return {
    moment,
    states: Math.log(profile.states / known),
    depth: Math.log((profile.levels.length - 1) / (count - 1)),
    size: Math.log(known),
  };
}
