/** The way in which a system is explored. Some options of a run exclude one another; a way has only those that belong to it. */
import type { CheckpointOptions } from '../engine/checkpoint/checkpoint.ts';
import { UserError } from '../errors.ts';
import type { ReducedBy } from '../model/accounts/reduction.ts';

export type Way =
  /** By the kernel. Stops after the level that decides `until`. */
  | {
      readonly kind: 'breadth first';
      readonly until?: string;
      readonly checkpoint?: CheckpointOptions;
      readonly parts?: true;
      readonly reduce?: 'automatic' | readonly ReducedBy[];
    }
  /** Breadth first, too, by the definition of the meaning. */
  | { readonly kind: 'reference'; readonly until?: string }
  | { readonly kind: 'depth first'; readonly parts?: true }
  | { readonly kind: 'random walks'; readonly walks: Walks };

/** `walks` of them, each of at most `steps` steps. The same seed gives the same walks. */
export interface Walks {
  readonly seed: number;
  readonly walks: number;
  readonly steps: number;
}

/**
 * How fewer states are stored than there are: by one reduction, or by several. `automatic`: by symmetry, if there are many states and no
 * other option excludes it.
 */
export type Reduce = 'automatic' | ReducedBy | readonly ReducedBy[] | 'none';

/** The options that choose a way. */
export interface WayOptions {
  readonly engine?: 'kernel' | 'reference';
  readonly order?: 'breadth-first' | 'depth-first';
  readonly walks?: Walks;
  readonly checkpoint?: CheckpointOptions;
  readonly until?: string;
  readonly parts?: boolean;
  readonly reduce?: Reduce;
  readonly coverage?: 'steps' | 'transitions';
  readonly digests?: boolean;
  readonly profile?: boolean;
}

const NAMES = {
  engine: "engine 'reference'",
  order: "order 'depth-first'",
  walks: 'walks',
  checkpoint: 'checkpoint',
  until: 'until',
  parts: 'parts',
  reduce: 'reduce',
  coverage: 'coverage',
  digests: 'digests',
  profile: 'profile',
} as const;

/** Which options exclude which: they name different ways, or only some ways do what they ask for. */
const EXCLUSIVE: readonly (readonly [keyof WayOptions, keyof WayOptions, hint: string])[] = [
  ['engine', 'order', 'The reference explores breadth first.'],
  ['engine', 'walks', 'The reference explores breadth first.'],
  ['order', 'walks', 'Random walks have no order.'],
  ['checkpoint', 'engine', 'Only a breadth-first exploration by the kernel leaves checkpoints.'],
  ['checkpoint', 'order', 'Only a breadth-first exploration by the kernel leaves checkpoints.'],
  ['checkpoint', 'walks', 'Only a breadth-first exploration by the kernel leaves checkpoints.'],
  ['until', 'order', 'Only a breadth-first exploration knows when a level ends.'],
  ['until', 'walks', 'Only a breadth-first exploration knows when a level ends.'],
  ['parts', 'engine', 'The reference evaluates every step on the values themselves.'],
  ['parts', 'walks', 'Random walks evaluate every step on the values themselves.'],
  ['profile', 'engine', 'The reference memoises nothing, so its time says nothing about that of the kernel.'],
  ['reduce', 'engine', 'The reference stores every state.'],
  ['reduce', 'order', 'Only a breadth-first exploration by the kernel is reduced.'],
  ['reduce', 'walks', 'Random walks store no states.'],
  ['reduce', 'checkpoint', 'A checkpoint holds all states.'],
  ['reduce', 'parts', 'What may be reduced is found on components that are whole.'],
  ['reduce', 'coverage', 'Coverage counts the transitions of all states, and not all of them are visited.'],
  ['reduce', 'digests', 'A digest is that of all states of a level.'],
  ['parts', 'checkpoint', 'A checkpoint holds states whose components are whole.'],
];

/** Throws `E_USAGE` for options that exclude each other. */
export function wayOf(options: WayOptions): Way {
  const { engine, order, walks, checkpoint, until, parts, reduce, coverage, digests, profile } = options;
  const isGiven = {
    engine: engine === 'reference',
    order: order === 'depth-first',
    walks: walks !== undefined,
    checkpoint: checkpoint !== undefined,
    until: until !== undefined,
    parts: parts === true,
    reduce: reductionsOf(reduce).length > 0,
    coverage: coverage !== undefined,
    digests: digests === true,
    profile: profile === true,
  };
  const conflict = EXCLUSIVE.find(([a, b]) => isGiven[a] && isGiven[b]);
  if (conflict !== undefined) {
    const [a, b, hint] = conflict;
    throw new UserError('E_USAGE', `${NAMES[a]} and ${NAMES[b]} exclude each other.`, {
      hint: `${hint} Leave out one of the two.`,
    });
  }
  if (walks !== undefined) return { kind: 'random walks', walks };
  const learnt = isGiven.parts && { parts: true as const };
  if (isGiven.order) return { kind: 'depth first', ...learnt };
  const asked = until !== undefined && { until };
  if (isGiven.engine) return { kind: 'reference', ...asked };
  const isFree = !EXCLUSIVE.some(([a, b]) => a === 'reduce' && isGiven[b]);
  const reduced = reduce === 'automatic' ? isFree && { reduce } : isGiven.reduce && { reduce: reductionsOf(reduce) };
  return { kind: 'breadth first', ...asked, ...learnt, ...reduced, ...(checkpoint !== undefined && { checkpoint }) };
}

/** The reductions that are asked for by name. */
function reductionsOf(reduce: Reduce | undefined): readonly ReducedBy[] {
  if (reduce === undefined || reduce === 'automatic' || reduce === 'none') return [];
  return typeof reduce === 'string' ? [reduce] : reduce;
}

/** Whether the trace that is found for a property is the least one. */
export function findsLeastTraces({ kind }: Way): boolean {
  return kind === 'breadth first' || kind === 'reference';
}
