/** Results that fit into a conversation: what is left off is said, and how to get the rest. */
import { inert, inertJson, shortened } from '../../errors.ts';

/** Of one result, in characters. */
export const CHARACTERS_MAX = 20_000;
/** Of one line, which may quote long values. */
const LINE_MAX = 1000;

/** The lines from a number on, counted from 1, that fit. */
export function boundedLines(text: string, from: number): string {
  const lines = inert(text).trimEnd().split('\n');
  const { shown, next } = fitting(lines, from, (line) => shortened(line, LINE_MAX));
  if (shown.length === 0) return `There is no line ${from}: the result has ${lines.length} lines.`;
  if (from === 1 && next === undefined) return shown.join('\n');
  return [...shown, '', leftOff('Lines', { from, count: shown.length, of: lines.length, next })].join('\n');
}

export interface BoundedItems<T> {
  readonly shown: readonly T[];
  /** A sentence, if something is left off. */
  readonly leftOff?: string;
}

/** The items from a number on, counted from 1, that fit as JSON; at least one, and at most `max`. */
export function boundedItems<T>(items: readonly T[], from: number, what: string, max: number): BoundedItems<T> {
  const { shown, next } = fitting(items.slice(0, from - 1 + max), from, (item) => JSON.stringify(item));
  const after = next ?? (from - 1 + max < items.length ? from + max : undefined);
  const count = shown.length;
  return {
    shown: items.slice(from - 1, from - 1 + count),
    ...((from > 1 || after !== undefined) && {
      leftOff: leftOff(what, { from, count, of: items.length, next: after }),
    }),
  };
}

function fitting<T>(
  items: readonly T[],
  from: number,
  show: (item: T) => string,
): { readonly shown: readonly string[]; readonly next: number | undefined } {
  const shown: string[] = [];
  let size = 0;
  for (const item of items.slice(from - 1)) {
    const text = show(item);
    size += text.length + 1;
    if (size > CHARACTERS_MAX && shown.length > 0) return { shown, next: from + shown.length };
    shown.push(text);
  }
  return { shown, next: undefined };
}

function leftOff(
  what: string,
  {
    from,
    count,
    of,
    next,
  }: { readonly from: number; readonly count: number; readonly of: number; readonly next: number | undefined },
): string {
  const rest = next === undefined ? '' : ` For the rest ask again with from: ${next}.`;
  return `${what} ${from} to ${from + count - 1} of ${of} are shown.${rest}`;
}

/** JSON with a line for each field, and for each item of its lists: short, and still legible. */
export function legibleJson(fields: { readonly [name: string]: unknown }): string {
  const lines = Object.entries(fields).map(([name, value]) => {
    const isList = Array.isArray(value) && value.length > 0;
    const shown = isList ? `[\n  ${value.map((item) => inertJson(item)).join(',\n  ')}\n ]` : inertJson(value);
    return ` ${inertJson(name)}: ${shown}`;
  });
  return `{\n${lines.join(',\n')}\n}`;
}
