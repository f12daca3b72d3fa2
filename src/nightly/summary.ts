/** The summary of a run as data: how many cells have which result, and each cell that needs attention. */
import { duration } from '../cells/duration-text.ts';
import { checkCommand } from '../report/check-command.ts';
import { stoppedText } from '../report/stopped.ts';
import { type CellRecord, type CellStanding, standingOfCell } from './record.ts';
import type { NightRun } from './run-folder.ts';

export interface SummaryRow {
  readonly cell: string;
  /** A sentence each. */
  readonly because: readonly string[];
  /** A command that reproduces it. */
  readonly command: string;
}

export interface SummarySection {
  readonly title: string;
  readonly rows: readonly SummaryRow[];
  /** Each row is one line. */
  readonly brief?: true;
}

export interface ModelLine {
  readonly model: string;
  readonly cells: number;
  readonly standings: { readonly [S in CellStanding]: number };
  readonly cached: number;
  /** Of the cells that ran. */
  readonly seconds: number;
}

export interface Summary {
  readonly title: string;
  readonly verdict: 'holds' | 'violated' | 'inconclusive';
  /** How many cells have which standing; standings without cells are left out. */
  readonly figures: string;
  /** What the figures are based on: the cache, the time, the machine. */
  readonly basis: string;
  /** Sentences about the run as a whole: it was interrupted, parts are missing. */
  readonly warnings: readonly string[];
  readonly sections: readonly SummarySection[];
  readonly models: readonly ModelLine[];
}

/** The most urgent first. */
const SECTIONS: readonly { readonly standing: CellStanding; readonly title: string }[] = [
  { standing: 'broken', title: 'Broken models' },
  { standing: 'changed verdict', title: 'Changed verdicts' },
  { standing: 'changed counts', title: 'Changed counts' },
  { standing: 'inconclusive', title: 'Inconclusive' },
];

export function summaryOf(run: NightRun): Summary {
  const { head, records } = run;
  const standings = Map.groupBy(records, standingOfCell);
  const sections = [
    ...SECTIONS.flatMap(({ standing, title }) => {
      const own = (standings.get(standing) ?? []).filter(({ came }) => came !== 'not started');
      return own.length === 0 ? [] : [{ title, rows: own.map(rowOf) }];
    }),
    ...notRunSections(records),
  ];
  const notes = records.filter((record) => record.notes.length > 0 && standingOfCell(record) !== 'changed verdict');
  const checkpoints = records
    .map((record) => ({ ...rowOf(record), because: checkpointNotes(record) }))
    .filter(({ because }) => because.length > 0);
  const warnings = [...faultsOf(run), ...(head.remarks ?? [])];
  return {
    title: titleOf(run),
    verdict: verdictOf(run),
    figures: figuresOf(standings),
    basis: basisOf(run),
    warnings,
    sections: [
      ...sections,
      ...(notes.length === 0
        ? []
        : [
            {
              title: 'Other traces of the same verdicts',
              rows: notes.map((record) => ({ ...rowOf(record), because: record.notes })),
            },
          ]),
      ...(checkpoints.length === 0 ? [] : [{ title: 'Checkpoints', rows: checkpoints, brief: true as const }]),
    ],
    models: modelLines(records),
  };
}

/** Why the run as a whole decides nothing. */
export function faultsOf({ head: { interrupted, faults = [] } }: NightRun): readonly string[] {
  return [...(interrupted ? ['It was interrupted: cells that had not ended are inconclusive.'] : []), ...faults];
}

function titleOf({ head: { run, shard, cells } }: NightRun): string {
  const part = shard === undefined ? '' : `, part ${shard.index} of ${shard.of}`;
  return `Night ${run.name}${part}: ${counted(cells)}`;
}

function counted(cells: number): string {
  return `${cells.toLocaleString('en')} ${cells === 1 ? 'cell' : 'cells'}`;
}

/** Of the whole run, as in its exit code. A cell that was stopped early is not proved. */
export function verdictOf({ head, records }: NightRun): 'holds' | 'violated' | 'inconclusive' {
  const standings = new Set(records.map(standingOfCell));
  if (standings.has('changed verdict') || standings.has('changed counts') || standings.has('broken')) return 'violated';
  return standings.has('inconclusive') || head.interrupted || (head.faults ?? []).length > 0 ? 'inconclusive' : 'holds';
}

function figuresOf(standings: ReadonlyMap<CellStanding, readonly CellRecord[]>): string {
  const order: readonly CellStanding[] = [
    'proved',
    'violated as expected',
    'changed verdict',
    'changed counts',
    'inconclusive',
    'broken',
  ];
  const figures = order.flatMap((standing) => {
    const count = standings.get(standing)?.length ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${standing}`];
  });
  return figures.join(', ') || 'nothing to do';
}

/** The figures of all cells together: the cache, the time, the machine. */
export function basisOf({ head, records }: NightRun): string {
  const { seconds, budgetSeconds, threads, node } = head;
  const cached = records.filter(({ came }) => came === 'cached').length;
  const states = records.reduce(
    (sum, { came, finding }) => sum + (came === 'ran' ? (finding?.statistics.states ?? 0) : 0),
    0,
  );
  return [
    `${cached.toLocaleString('en')} from the cache`,
    `${states.toLocaleString('en')} states explored in ${duration(seconds)}${budgetSeconds === undefined ? '' : ` of ${duration(budgetSeconds)}`}`,
    `${threads} ${threads === 1 ? 'thread' : 'threads'}, Node ${node}`,
  ].join('; ');
}

function rowOf(record: CellRecord): SummaryRow {
  const { model, parameters, changedVerdicts, changedCounts } = record;
  return {
    cell: `${model} ${parameters}`.trimEnd(),
    because: [...changedVerdicts, ...changedCounts, ...coverageOf(record)],
    command: checkCommand(model, parameters),
  };
}

/** One line each: there may be thousands. */
function notRunSections(records: readonly CellRecord[]): readonly SummarySection[] {
  const groups = Map.groupBy(
    records.filter(({ came }) => came === 'not started'),
    ({ because }) => because,
  );
  return [...groups].map(([because, own]) => ({
    title: `Inconclusive, because ${because}`,
    rows: own.map((record) => ({ ...rowOf(record), because: [`needs ${record.needs}`] })),
    brief: true,
  }));
}

/** Of a cell that did not finish: why, how far it came, what it would need. */
export function coverageOf({ came, because, needs, finding }: CellRecord): readonly string[] {
  const whyNot = because ?? (finding?.stopped === undefined ? undefined : stoppedText(finding.stopped));
  if (whyNot === undefined) return [];
  if (came === 'broken') return [whyNot];
  const { states, levelsFinished = 0, depth = 0, seconds } = finding?.statistics ?? {};
  const covered =
    states === undefined
      ? 'Covered: nothing.'
      : levelsFinished > depth
        ? `Covered: all ${states.toLocaleString('en')} states, but not all properties of infinite runs, in ${duration(seconds ?? 0)}.`
        : `Covered: ${states.toLocaleString('en')} states, ${levelsFinished} complete ${levelsFinished === 1 ? 'level' : 'levels'}, in ${duration(seconds ?? 0)}.`;
  return [
    `${came === 'ran' ? 'Stopped early' : 'Not run'}: ${whyNot}.`,
    covered,
    ...(needs === undefined ? [] : [`Needs: ${needs}.`]),
  ];
}

/** What became of its checkpoint. */
export function checkpointNotes({ checkpoint: { wentOnFrom, kept, trouble } = {} }: CellRecord): readonly string[] {
  const states = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'state' : 'states'}`;
  return [
    ...(trouble === undefined ? [] : [trouble]),
    ...(wentOnFrom === undefined ? [] : [`It resumed from ${states(wentOnFrom)}.`]),
    ...(kept === undefined ? [] : [`The next night resumes from ${states(kept)}.`]),
  ];
}

function modelLines(records: readonly CellRecord[]): readonly ModelLine[] {
  return [...Map.groupBy(records, ({ model }) => model)].map(([model, own]) => {
    const count = (standing: CellStanding) => own.filter((record) => standingOfCell(record) === standing).length;
    return {
      model,
      cells: own.length,
      standings: {
        broken: count('broken'),
        'changed verdict': count('changed verdict'),
        'changed counts': count('changed counts'),
        inconclusive: count('inconclusive'),
        'violated as expected': count('violated as expected'),
        proved: count('proved'),
      },
      cached: own.filter(({ came }) => came === 'cached').length,
      seconds: own.reduce(
        (sum, { came, finding }) => sum + (came === 'ran' ? (finding?.statistics.seconds ?? 0) : 0),
        0,
      ),
    };
  });
}
