/**
 * Labels as authors write them: a step, a tagged step, or several named alternatives.
 *
 *     { sleep: (s) => ..., tick: { environment: (s) => ... }, guest: { kick: (s) => ..., wfi: { environment: (s) => ... } } }
 *
 * The tag is a key and not a function around the step: TypeScript infers the type of the step through a literal, and not through a
 * generic call (docs/decisions/authoring-api.md).
 */
import { UserError } from '../errors.ts';
import { type Fairness, isFairness } from '../model/fairness/fairness.ts';
import { refuseIndexLike } from '../model/names.ts';
import type { StepFunction, Tag } from '../model/process.ts';
import type { Receives } from './channels/channel-steps.ts';
import type { Next } from './snapshot.ts';

/** A step: a pure function from a snapshot to where it arrives, or to `undefined` or `false` when it is blocked. */
export interface Step<S> extends StepOn<S>, NoContext {}
type StepOn<S> = { bivarianceHack(s: S): Next | undefined | false }['bivarianceHack'];
/**
 * To the compiler a function has the members of `Function`, and their types compete with that of an alternative of the same name: the
 * snapshot of an alternative named `call` would have no type. A member that says nothing does not compete.
 */
// biome-ignore lint/complexity/noBannedTypes: whatever is not nullish.
type NoContext = { readonly [member in keyof CallableFunction & string]: {} | null };
/**
 * A step with its tag; without one it has the tag of its process. A system step may have a fairness of its own, apart from its process'. An
 * environment step may spend a budget (`.budget`).
 */
export type TaggedStep<S> =
  | { readonly environment: Step<S>; readonly budget?: string; readonly system?: never; readonly fairness?: never }
  | {
      readonly system: Step<S>;
      readonly environment?: never;
      readonly budget?: never;
      readonly fairness?: Fairness;
    };
/** Several named alternatives of one label. An alternative that is `undefined` is left out. */
export interface NamedSteps<S, C = object> {
  readonly [alternative: string]: Step<S> | TaggedStep<S> | ReceivingStep<S, C> | undefined;
  /** No alternative has this name. */
  readonly receives?: undefined;
}
/** What receives on a rendezvous of the components `C`; these names are kept, too. */
export interface ReceivingStep<S, C> {
  readonly receives: Receives<S, C, Next>;
}
/** What a label or rule may be: a step, a tagged step, what receives on a rendezvous, or several of these by name. */
export type Label<S, C = object> = Step<S> | TaggedStep<S> | ReceivingStep<S, C> | NamedSteps<S, C>;
/** A label that is `undefined` is left out, so that a variant can do without it. */
export interface AuthoredLabels {
  readonly [label: string]: Label<never> | undefined;
}

export interface ParsedLabel {
  readonly name: string;
  readonly alternatives: readonly {
    readonly name: string | undefined;
    readonly tag: Tag | undefined;
    readonly fairness?: Fairness;
    readonly budget?: string;
    readonly run: StepFunction;
    /** What an author wrote as `receives`. */
    readonly receives?: unknown;
  }[];
}

/** The labels of a program that a variant keeps, in order. Throws `E_LABEL` for a name that cannot be one, and where none is kept. */
export function labelsOf(process: string, authored: AuthoredLabels): readonly ParsedLabel[] {
  const parsed = rulesOf(process, authored);
  if (parsed.length === 0) throw new UserError('E_LABEL', `process '${process}' has no labels.`);
  return parsed;
}

/** The rules that a variant keeps, in order: perhaps none. Throws `E_LABEL` for a name that cannot be one. */
export function rulesOf(process: string, authored: AuthoredLabels): readonly ParsedLabel[] {
  const parsed: ParsedLabel[] = [];
  for (const [name, label] of Object.entries(authored)) {
    refuseIndexLike(process, 'label', name);
    if (name === 'halted') {
      throw new UserError(
        'E_LABEL',
        `process '${process}' has a label named 'halted', which is where every program ends.`,
      );
    }
    if (label !== undefined) parsed.push({ name, alternatives: alternativesOf(process, name, label) });
  }
  return parsed;
}

function alternativesOf(process: string, label: string, authored: Label<never>): ParsedLabel['alternatives'] {
  const single = stepOf(authored);
  if (single !== undefined) return [{ name: undefined, ...single }];
  const alternatives: ({ readonly name: string } & Parsed)[] = [];
  for (const [name, alternative] of Object.entries(authored as NamedSteps<never>)) {
    refuseIndexLike(process, `alternative of label '${label}'`, name);
    if (alternative === undefined) continue;
    const step = stepOf(alternative);
    if (step === undefined || isTag(name)) {
      throw new UserError(
        'E_LABEL',
        `alternative '${name}' of label '${label}' of process '${process}' is not a step.`,
        {
          hint: "Write (s) => ..., { environment: (s) => ... }, { system: (s) => ... } { environment: (s) => ..., budget: 'edges' } or { system: (s) => ..., fairness: 'strong' }; these names are kept.",
        },
      );
    }
    alternatives.push({ name, ...step });
  }
  return alternatives;
}

type Parsed = Omit<ParsedLabel['alternatives'][number], 'name'>;

function stepOf(authored: unknown): Parsed | undefined {
  if (typeof authored === 'function') return { tag: undefined, run: authored as StepFunction };
  if (typeof authored !== 'object' || authored === null) return undefined;
  const { receives } = authored as { readonly receives?: unknown };
  // It is taken only with a sender.
  if (typeof receives === 'function' && Object.keys(authored).length === 1) {
    return { tag: undefined, run: () => undefined, receives };
  }
  const { fairness, budget, ...tagged } = authored as { readonly fairness?: unknown; readonly budget?: unknown };
  const entries = Object.entries(tagged);
  const [name, run] = entries[0] ?? [];
  if (entries.length !== 1 || !isTag(name) || typeof run !== 'function') return undefined;
  if (budget !== undefined) {
    const isBounded = name === 'environment' && typeof budget === 'string' && fairness === undefined;
    return isBounded ? { tag: name, budget, run: run as StepFunction } : undefined;
  }
  if (fairness === undefined) return { tag: name, run: run as StepFunction };
  return name === 'system' && isFairness(fairness) ? { tag: name, fairness, run: run as StepFunction } : undefined;
}

function isTag(name: unknown): name is Tag {
  return name === 'system' || name === 'environment';
}
