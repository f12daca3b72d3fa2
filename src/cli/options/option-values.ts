/** The words of a command line as values of options: numbers, sizes, times. */
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

/** 1 for all; `10000` for one state in so many. */
export function auditShare(text: string): number {
  return text === 'all' ? 1 : wholeNumber(text);
}

export function bytes(text: string): number {
  const { number, unit } = text.match(/^(?<number>\d+(?:\.\d+)?) *(?<unit>[kmg])i?b?$/i)?.groups ?? {};
  if (number === undefined || unit === undefined) throw new InvalidArgumentError('Write it as 64MB or 2GB.');
  return Number(number) * 1024 ** ('kmg'.indexOf(unit.toLowerCase()) + 1);
}

const SECONDS = { s: 1, m: 60, h: 3600 };

/** Seconds, of `90s`, `10m`, `8h`, or of a number alone. */
export function time(text: string): number {
  const { number, unit = 's' } = text.match(/^(?<number>\d+(?:\.\d+)?) *(?<unit>s|m|min|h)?$/i)?.groups ?? {};
  const seconds = Number(number) * SECONDS[unit[0]?.toLowerCase() as keyof typeof SECONDS];
  if (!(seconds > 0)) throw new InvalidArgumentError('Write it as 90s, 10m or 8h.');
  return seconds;
}

export function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return number;
}
