/** Numbers and sizes on the command line, as values of options. Times are in duration.ts. */
import { InvalidArgumentError } from 'commander';
import type { Reduce } from '../../check/way.ts';
import type { ReducedBy } from '../../model/accounts/reduction.ts';

const REDUCTIONS = ['automatic', 'symmetry', 'partial-order', 'none'] as const;

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

export function port(text: string): number {
  const number = wholeNumber(text);
  if (number > 65_535) throw new InvalidArgumentError('A port is at most 65535.');
  return number;
}

/** `all` is 1, and `10000` is one state in that many. */
export function auditShare(text: string): number {
  return text === 'all' ? 1 : wholeNumber(text);
}

/** One of them, or `symmetry,partial-order`. */
export function reduction(text: string): Reduce {
  const one = REDUCTIONS.find((name) => name === text);
  if (one !== undefined) return one;
  const named = text.split(',').map((name) => name.trim());
  const isReduction = (name: string): name is ReducedBy => name === 'symmetry' || name === 'partial-order';
  if (named.every(isReduction)) return [...new Set(named)];
  throw new InvalidArgumentError(`Allowed choices are ${REDUCTIONS.join(', ')}, and symmetry,partial-order for both.`);
}

export function bytes(text: string): number {
  const { number, unit } = text.match(/^(?<number>\d+(?:\.\d+)?) *(?<unit>[kmg])i?b?$/i)?.groups ?? {};
  if (number === undefined || unit === undefined) throw new InvalidArgumentError('Write a size as 64MB or 2GB.');
  return Number(number) * 1024 ** ('kmg'.indexOf(unit.toLowerCase()) + 1);
}
