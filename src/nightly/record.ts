/** The record of one cell of a night, as a file of its run: the result, compared with the model's expectation and with the last run. */
import * as v from 'valibot';
import type { CheckpointFate } from '../cells/cell-checkpoint.ts';
import { compare } from '../cells/compare.ts';
import { duration } from '../cells/duration-text.ts';
import { expectedViolations } from '../language/expected.ts';
import { CELL_SETS } from './cell-set.ts';
import { changesBetween } from './changes.ts';
import { type Finding, findingSchema, isFinished, runSchema } from './finding.ts';
import type { PlannedCell } from './plan.ts';

const sentences = v.array(v.string());

export const recordSchema = v.object({
  /** `id` names the file of the cell; `key` is its model with all parameters. */
  id: v.string(),
  key: v.string(),
  model: v.string(),
  parameters: v.string(),
  set: v.picklist(CELL_SETS),
  /** The model's own names. */
  variant: v.exactOptional(v.string()),
  scenario: v.exactOptional(v.string()),
  /** `died`: the thread that ran it died, twice. `broken`: the model breaks a rule. */
  came: v.picklist(['ran', 'cached', 'not started', 'died', 'broken']),
  /** Why it did not finish. */
  because: v.exactOptional(v.string()),
  /** What it would need to finish, as far as that is known. */
  needs: v.exactOptional(v.string()),
  /** Seconds from start to end, where it ran. */
  took: v.exactOptional(v.number()),
  /** Ids of the properties that the model expects to be violated. */
  expected: sentences,
  /** Differences from the expectation and from the run that it was compared with, a sentence each. */
  changedVerdicts: sentences,
  changedCounts: sentences,
  /** Harmless differences: other traces of the same verdicts. */
  notes: sentences,
  comparedWith: v.exactOptional(runSchema),
  finding: v.exactOptional(findingSchema),
  /** States in the checkpoint that it resumed from, and in the one left for the next run; what was wrong with either. */
  checkpoint: v.exactOptional(
    v.object({
      wentOnFrom: v.exactOptional(v.number()),
      kept: v.exactOptional(v.number()),
      trouble: v.exactOptional(v.string()),
    }),
  ),
});
export type CellRecord = v.InferOutput<typeof recordSchema>;

/** The result of a cell, before it is compared with anything. */
export type Ending =
  | {
      readonly came: 'ran';
      readonly finding: Finding;
      readonly took: number;
      readonly because?: string;
      readonly checkpoint?: CheckpointFate;
    }
  | { readonly came: 'cached'; readonly finding: Finding }
  | { readonly came: 'not started' | 'died' | 'broken'; readonly because: string };

export function recordOf(cell: PlannedCell, ending: Ending): CellRecord {
  const { id, key, model, parameters, set } = cell;
  const finding = 'finding' in ending ? ending.finding : undefined;
  const finished = finding !== undefined && isFinished(finding);
  const because = 'because' in ending ? ending.because : undefined;
  return {
    ...{ id, key, model, parameters, set, variant: cell.cell.variant, scenario: cell.cell.scenario, came: ending.came },
    ...(because !== undefined && { because }),
    ...(!finished && ending.came !== 'broken' && { needs: needOf(cell) }),
    ...(ending.came === 'ran' && { took: ending.took }),
    expected: [...expectedViolations(cell.loaded.model, cell.cell)],
    ...changesOf(cell, finding),
    ...(finding !== undefined && { finding }),
    ...('checkpoint' in ending && Object.keys(ending.checkpoint ?? {}).length > 0 && { checkpoint: ending.checkpoint }),
  };
}

type Changes = Pick<CellRecord, 'changedVerdicts' | 'changedCounts' | 'notes' | 'comparedWith'>;

function changesOf({ loaded, cell, last }: PlannedCell, finding: Finding | undefined): Changes {
  if (finding === undefined) return { changedVerdicts: [], changedCounts: [], notes: [] };
  const expected = expectedViolations(loaded.model, cell);
  const { stopped, ...rest } = finding;
  const comparable = { ...rest, ...(stopped !== undefined && { stopped }) };
  const { surprises: verdicts } = compare(comparable, expected, undefined);
  const counts = compare(comparable, expected, cell.counts).surprises.slice(verdicts.length);
  const changes = last === undefined ? [] : changesBetween(last, finding);
  const since = (...kinds: readonly string[]) =>
    changes.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => `${text}, since ${last?.run.name}.`);
  return {
    changedVerdicts: [...verdicts, ...since('verdict')],
    changedCounts: [...counts, ...since('counts', 'levels')],
    notes: since('trace'),
    ...(last !== undefined && { comparedWith: last.run }),
  };
}

function needOf({ last, estimate, cell }: PlannedCell): string {
  if (last !== undefined) {
    const { states, seconds, workers, peakBytes } = last.statistics;
    const megabytes = Math.round(peakBytes / 1024 ** 2).toLocaleString('en');
    return `${states.toLocaleString('en')} states, ${duration(seconds)} with ${workers === 1 ? '1 thread' : `${workers} threads`} and ${megabytes} MB in ${last.run.name}${last.wentOnFrom === undefined ? '' : `, resumed from ${last.wentOnFrom.toLocaleString('en')} states`}`;
  }
  const { by, seconds, states } = estimate;
  const stated =
    cell.counts === undefined ? '' : `${cell.counts.states.toLocaleString('en')} states as the model says, `;
  switch (by) {
    case 'last run':
      return `${states?.toLocaleString('en')} states, some ${duration(seconds)} by an earlier run`;
    case 'partial run':
      return `${stated}more time than any run gave it, perhaps ${duration(seconds)}`;
    case 'guess':
      return stated === '' ? 'unknown: no run has finished it' : `${stated}some ${duration(seconds)} by guess`;
  }
}

/** How a cell counts. A contradiction of the model or of the last run outweighs everything else. */
export type CellStanding =
  | 'broken'
  | 'changed verdict'
  | 'changed counts'
  | 'inconclusive'
  | 'violated as expected'
  | 'proved';

export function standingOfCell({ came, changedVerdicts, changedCounts, finding }: CellRecord): CellStanding {
  if (came === 'broken') return 'broken';
  if (changedVerdicts.length > 0) return 'changed verdict';
  if (changedCounts.length > 0) return 'changed counts';
  if (finding === undefined || !isFinished(finding)) return 'inconclusive';
  return finding.verdict === 'violated' ? 'violated as expected' : 'proved';
}
