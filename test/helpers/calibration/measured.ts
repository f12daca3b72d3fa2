/** Estimates by the command, each in a process of its own, beside the truth: of systems larger than those known, and of time and memory. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TRUNCATED } from './cells.ts';
import { percent } from './estimate-page.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STATES = 300_000;

interface Interval {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

function everywhen(...words: readonly string[]) {
  try {
    return JSON.parse(execFileSync(process.execPath, commandOf(words), { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }));
  } catch (error) {
    // 1 and 3 are verdicts.
    return JSON.parse((error as { readonly stdout: string }).stdout);
  }
}

function commandOf(words: readonly string[]): readonly string[] {
  return ['--conditions=everywhen-source', 'src/cli/everywhen.ts', ...words, '--format', 'json'];
}

/** More states are explored than STATES, as a level is finished: so many are enough for each of them. */
export function largerTable(): string {
  const rows = TRUNCATED.flatMap(([cell, truth, source]) =>
    [STATES, 3_000_000].map((states) => {
      const result = everywhen('estimate', ...cell.split(' '), '--seconds', '10m', '--max-states', String(states));
      const { kind, states: found, seen } = result;
      const told = kind === 'interval' ? [short(found.likely), interval(found), isIn(found, truth)] : [kind, '', ''];
      const name = cell.replace(/^.*\/(?<model>[\w-]+)\.ts/, '$<model>');
      return `| \`${name}\` | ${truth.toLocaleString('en')} (${source}) | ${percentOf(seen.states, truth)} | ${told.join(' | ')} |`;
    }),
  );
  return [
    '| cell | states | explored | likely | 80% interval | inside |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** Cells whose exploration takes seconds. */
const COSTLY = [
  'two-phase-commit managers=9',
  'avic-ipi receivers=2',
  'callback-irq k=2 n=4 V0=tick REROUTES=2 POLLS=2 IRQCTX=1 TMRLATE=1',
  'vgic-queue scenario=S6 wfi=on exits=1',
  'test/models/channels/train-gate.ts N=8',
  'test/models/channels/iprotocol.ts W=4 SEQ=8',
  'locked-queue injectors=3 movers=2 injections=2 moves=2',
];

/** A second estimate has all the time that it wants, and says what exploring took. */
export function costTable(): string {
  const rows = COSTLY.map((cell) => {
    const part = everywhen('estimate', ...cell.split(' '), '--seconds', '10m', '--max-states', String(STATES));
    const whole = everywhen('estimate', ...cell.split(' '), '--seconds', '10m');
    const [seconds, bytes] = [whole.seconds.likely, whole.peakBytes.likely];
    const time =
      part.seconds?.high === undefined
        ? ['', '', '']
        : [
            `${part.seconds.likely.toFixed(1)} s`,
            `${part.seconds.low.toFixed(1)} to ${part.seconds.high.toFixed(1)} s`,
            `${seconds.toFixed(1)} s`,
          ];
    const memory =
      part.peakBytes?.high === undefined
        ? ['', '', '']
        : [
            megabytes(part.peakBytes.likely),
            `${megabytes(part.peakBytes.low)} to ${megabytes(part.peakBytes.high)}`,
            megabytes(bytes),
          ];
    const name = cell.replace(/^.*\/(?<model>[\w-]+)\.ts/, '$<model>');
    return `| \`${name}\` | ${percentOf(part.seen.states, whole.states.likely)} | ${[...time, ...memory].join(' | ')} |`;
  });
  const head =
    '| cell | explored | time, likely | 80% interval | time taken | memory, likely | 80% interval | memory taken |';
  return [head, '| --- | --- | --- | --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function interval({ low, high }: Interval): string {
  return `${short(low)} to ${short(high)}`;
}

function isIn({ low, high }: Interval, truth: number): string {
  return low <= truth && truth <= high ? 'yes' : 'no';
}

function short(count: number): string {
  return Number(count.toPrecision(2)).toLocaleString('en');
}

function percentOf(part: number, whole: number): string {
  return part / whole < 0.1 ? `${((100 * part) / whole).toFixed(1)}%` : percent(part / whole);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
