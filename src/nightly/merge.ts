/** Merges the parts of a night, each run on its own machine, into one run. The result names what is missing and what is contradictory. */
import { UserError } from '../errors.ts';
import { isFinished } from './finding.ts';
import type { CellRecord } from './record.ts';
import type { NightRun, RunHead } from './run-folder.ts';

export interface Merged {
  readonly head: Omit<RunHead, 'run'>;
  readonly date: string;
  readonly commit: string | null;
  readonly records: readonly CellRecord[];
}

/** Throws `E_USAGE` for a run that is not a part. */
export function mergeRuns(parts: readonly NightRun[]): Merged {
  const heads = parts.map(({ head }) => head);
  const first = heads[0];
  if (first === undefined) throw new UserError('E_USAGE', 'there is nothing to merge.');
  const shards = heads.map(({ shard, run }) => {
    if (shard === undefined) {
      throw new UserError('E_USAGE', `'${run.name}' is not a part of a run: it was run without --shard.`);
    }
    return shard;
  });
  const { records, twice, contradicting } = joined(parts);
  const of = Math.max(...shards.map((shard) => shard.of));
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !shards.some(({ index }) => index === i));
  const cells = Math.max(...shards.map((shard) => shard.cells));
  const lacking = Math.max(0, cells - records.length);
  const commits = new Set(heads.map(({ run }) => run.commit));
  const faults = [
    ...missing.map((index) => `Part ${index} of ${of} is missing.`),
    ...(lacking > 0 ? [`${lacking.toLocaleString('en')} of ${cells.toLocaleString('en')} cells are in no part.`] : []),
    ...differing('The parts are of different commits', heads, ({ run }) => run.commit ?? 'no commit'),
    ...differing(
      'The parts are by different checkers, dependencies or Nodes',
      heads,
      ({ engine, node }) => `${engine.slice(0, 8)} on ${node}`,
    ),
    ...differing(
      'The parts are of different splits (other cells, or other durations)',
      heads,
      ({ shard }) => `${shard?.split.slice(0, 8)} of ${shard?.of}`,
    ),
    ...contradicting.map((name) => `${name}: two parts found different things.`),
  ];
  return {
    head: {
      node: first.node,
      engine: first.engine,
      threads: Math.max(...heads.map(({ threads }) => threads)),
      models: [...new Set(heads.flatMap(({ models }) => models))],
      sets: first.sets,
      cells: records.length,
      seconds: Math.max(...heads.map(({ seconds }) => seconds)),
      ...(first.budgetSeconds !== undefined && { budgetSeconds: first.budgetSeconds }),
      interrupted: heads.some(({ interrupted }) => interrupted),
      ...(faults.length > 0 && { faults }),
      remarks: [
        `Merged from ${heads.map(({ run }) => run.name).join(', ')}.`,
        ...(twice > 0 ? [`${twice.toLocaleString('en')} cells were in more than one part: counted once.`] : []),
      ],
    },
    date: heads.map(({ run }) => run.date).reduce((a, b) => (a < b ? a : b)),
    commit: commits.size === 1 ? first.run.commit : null,
    records,
  };
}

/** Each cell once. Of several records of one cell a finished one is taken, or else the last. */
function joined(parts: readonly NightRun[]) {
  const records = new Map<string, CellRecord>();
  const contradicting: string[] = [];
  let twice = 0;
  for (const record of parts.flatMap((part) => part.records)) {
    const known = records.get(record.key);
    if (known !== undefined) twice++;
    if (known !== undefined && finished(known) && finished(record) && factsOf(known) !== factsOf(record)) {
      contradicting.push(`${record.model} ${record.parameters}`.trimEnd());
    }
    if (known === undefined || !finished(known) || finished(record)) records.set(record.key, record);
  }
  return { records: [...records.values()], twice, contradicting };
}

function finished({ finding }: CellRecord): boolean {
  return finding !== undefined && isFinished(finding);
}

function factsOf({ finding }: CellRecord): string {
  const { states, transitions, depth } = finding?.statistics ?? {};
  return JSON.stringify([states, transitions, depth, finding?.properties.map(({ id, verdict }) => [id, verdict])]);
}

/** `The parts are of different commits: abc (1, 2), def (3).` */
function differing(what: string, heads: readonly RunHead[], of: (head: RunHead) => string): string[] {
  const groups = Map.groupBy(heads, of);
  if (groups.size === 1) return [];
  const texts = [...groups].map(([value, own]) => `${value} (${own.map(({ shard }) => shard?.index).join(', ')})`);
  return [`${what}: ${texts.join(', ')}.`];
}
