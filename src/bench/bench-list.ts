/** Measurements as text: one line for each case and number of workers. */
import { naturalWidth, table } from '../trace/table.ts';
import type { CaseRecord, StartRecord } from './record.ts';

const HEAD = ['case', 'workers', 'states', 'transitions', 'seconds', 'rate', 'reads', 'share', 'bytes', 'GB'];
const MEANING = [
  'rate: million transitions a second, including learning and compiling.',
  'reads: million independent random reads a second over the same table by as many threads.',
  'share: the rate as a share of the reads. bytes: growth of the process while it explored, per state.',
  'GB: peak memory of the process.',
];
/** No figure is wider on any machine; a name wraps before a line gets too long. */
const FIGURE_WIDTH_MAX = 13;
const NAME_WIDTH_MAX = 22;

export function benchList(records: readonly CaseRecord[], start: StartRecord | undefined): string[] {
  return [...(start === undefined ? [] : startLines(start)), ...(records.length === 0 ? [] : caseLines(records))];
}

function startLines({ runs, minimumMs, medianMs }: StartRecord): string[] {
  return [
    `process start to verdict of 288 states: ${Math.round(minimumMs)} ms at best, ${Math.round(medianMs)} ms in the median of ${runs}`,
    '',
  ];
}

function caseLines(records: readonly CaseRecord[]): string[] {
  const rows = [HEAD, ...records.map(cellsOf)];
  const columns = HEAD.map((_, i) => ({
    width: naturalWidth(
      rows.map((row) => row[i] ?? ''),
      i === 0 ? NAME_WIDTH_MAX : FIGURE_WIDTH_MAX,
    ),
    ...(i > 0 && { align: 'right' as const }),
  }));
  return [...table(columns, rows), '', ...MEANING];
}

function cellsOf(record: CaseRecord): string[] {
  return [
    record.case,
    String(record.workers),
    record.states.toLocaleString('en'),
    record.transitions.toLocaleString('en'),
    record.seconds.toFixed(2),
    millions(record.transitionsPerSecond),
    millions(record.randomReadsPerSecond),
    `${Math.round(100 * record.share)}%`,
    Math.round(record.bytesPerState).toLocaleString('en'),
    (record.peakBytes / 1024 ** 3).toFixed(2),
  ];
}

/** To three digits, or to a whole number: more digits would be noise. */
function millions(count: number): string {
  const value = count / 1e6;
  return value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en');
}
