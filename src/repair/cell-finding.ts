/** What the run of one cell under a set of lines says of the question. */
import type { CellEnd } from '../cells/cell-end.ts';
import type { PropertyReport, Report } from '../check/report.ts';
import type { UserError } from '../errors.ts';
import type { Stopped } from '../model/exploration.ts';
import { stoppedText } from '../report/stopped.ts';
import { runsOf, type ViolatingRun } from './known-run.ts';

/** A property that holds and could not have failed. */
export interface VacuousProperty {
  readonly property: string;
  /** As part of a sentence. */
  readonly because: string;
}

export type CellFinding =
  | {
      readonly kind: 'holds';
      readonly states: number;
      readonly transitions: number;
      readonly vacuous: readonly VacuousProperty[];
    }
  | {
      readonly kind: 'violated';
      /** The ids of the asked properties that are violated. */
      readonly properties: readonly string[];
      readonly runs: readonly ViolatingRun[];
      readonly states: number;
      readonly vacuous: readonly VacuousProperty[];
    }
  | {
      readonly kind: 'undecided';
      readonly because: string;
      readonly stopped?: Stopped;
      /** The model is broken there. */
      readonly error?: Pick<UserError, 'code' | 'message' | 'advice'>;
    }
  /** The run of the search ended before the cell did. */
  | { readonly kind: 'not run' };

/** `asked`: the ids of the properties; by default all that decide. */
export function findingOf(end: CellEnd, asked: readonly string[] | undefined): CellFinding {
  switch (end.kind) {
    case 'not started':
      return { kind: 'not run' };
    case 'died':
      if (end.stopped === 'interrupted') return { kind: 'not run' };
      return end.stopped === 'timeout'
        ? { kind: 'undecided', because: end.because, stopped: end.stopped }
        : brokenBy({ code: 'E_STEP', message: `${end.because}.`, advice: {} });
    case 'outcome': {
      if ('error' in end.outcome) return brokenBy(end.outcome.error);
      const finding = findingOfReport(end.outcome.report, asked);
      const isCut = finding.kind === 'undecided' && (end.byBudget || finding.stopped === 'interrupted');
      return isCut && finding.stopped !== undefined ? { kind: 'not run' } : finding;
    }
  }
}

export function findingOfReport(report: Report, asked: readonly string[] | undefined): CellFinding {
  const { properties, statistics, stopped } = report;
  const deciding = properties.filter(({ id, informational }) => !informational && (asked?.includes(id) ?? true));
  const violated = deciding.filter(({ verdict }) => verdict === 'violated');
  const { states, transitions } = statistics;
  const vacuous = deciding.flatMap(({ id, vacuous: isVacuous, vacuousBecause = '' }) =>
    isVacuous ? [{ property: id, because: vacuousBecause }] : [],
  );
  if (violated.length > 0) {
    const runs = violated.flatMap(runsOf);
    return { kind: 'violated', properties: violated.map(({ id }) => id), runs, states, vacuous };
  }
  const missing = asked?.find((id) => !properties.some((property) => property.id === id));
  if (missing !== undefined) return { kind: 'undecided', because: `it has no property '${missing}'` };
  if (stopped !== undefined) return { kind: 'undecided', because: stoppedText(stopped), stopped };
  const open = deciding.find(isOpen);
  if (open !== undefined) return { kind: 'undecided', because: `'${open.id}' could not be judged` };
  return { kind: 'holds', states, transitions, vacuous };
}

function isOpen({ verdict }: PropertyReport): boolean {
  return verdict === 'inconclusive';
}

function brokenBy(error: Pick<UserError, 'code' | 'message' | 'advice'>): CellFinding {
  return { kind: 'undecided', because: `${error.code}: ${error.message.replace(/\.$/, '')}`, error };
}
