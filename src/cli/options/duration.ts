/** A time on the command line: the value of --timeout, --budget, --idle and of every other flag that takes one. */
import { InvalidArgumentError } from 'commander';

const SECONDS = { s: 1, m: 60, h: 3600 };

/** Seconds, from `90s`, `10m`, `1.5h` or a number of seconds. */
export function duration(text: string): number {
  const { number, unit = 's' } = text.match(/^(?<number>\d+\.?\d*|\.\d+) *(?<unit>s|m|min|h)?$/i)?.groups ?? {};
  const seconds = Number(number) * SECONDS[unit[0]?.toLowerCase() as keyof typeof SECONDS];
  if (!(seconds > 0)) {
    throw new InvalidArgumentError('Write a time above 0 as 90s, 10m, 8h, or as a number of seconds.');
  }
  return seconds;
}
