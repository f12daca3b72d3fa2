/** Numbers and sizes on the command line, as values of options. Times are in duration.ts. */
import { InvalidArgumentError } from 'commander';

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

export function bytes(text: string): number {
  const { number, unit } = text.match(/^(?<number>\d+(?:\.\d+)?) *(?<unit>[kmg])i?b?$/i)?.groups ?? {};
  if (number === undefined || unit === undefined) throw new InvalidArgumentError('Write a size as 64MB or 2GB.');
  return Number(number) * 1024 ** ('kmg'.indexOf(unit.toLowerCase()) + 1);
}
