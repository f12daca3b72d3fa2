/** The page of a search: the minimal sets, the proof of each, and the counterexample without each of its lines, step by step. */
import { ownPackage } from '../files/own-package.ts';
import type { PageNeed, PageSet, RepairPageData } from '../page/data/repair-data.ts';
import { builtPage, withData } from '../page/template.ts';
import type { MinimalSet, RepairResult } from './result.ts';
import type { Search } from './search.ts';
import {
  answerText,
  belowText,
  countTexts,
  needText,
  openTexts,
  proofText,
  questionText,
  setHeading,
  vacuousTexts,
} from './sentences.ts';

/** One HTML file. Throws `E_USAGE` if the page was never built. */
export function repairPage(search: Search, result: RepairResult, made: Date = new Date()): string {
  return withData(builtPage('report'), repairPageData(search, result, made), []);
}

export function repairPageData(search: Search, result: RepairResult, made: Date): RepairPageData {
  const { model, title, verdict, lines, minimal, unproved } = result;
  const { version } = ownPackage();
  return {
    kind: 'repair',
    version,
    made: made.toISOString(),
    ...{ model, title, verdict, lines },
    question: questionText(result),
    answer: answerText(result),
    sets: [...minimal, ...unproved].map((set) => pageSet(search, set)),
    open: openTexts(result),
    counts: countTexts(result),
  };
}

function pageSet(search: Search, set: MinimalSet): PageSet {
  return {
    heading: setHeading(set),
    remarks: [proofText(set), ...vacuousTexts(set), belowText(set)],
    needs: set.needs.map((need): PageNeed => {
      const without = search.question.setOf(set.lines.filter((name) => name !== need.line));
      const { traces, columns } = search.runs.retold(without) ?? { traces: [], columns: {} };
      return { line: need.line, says: needText(need), command: need.command, traces, columns };
    }),
    proof: set.proof,
  };
}
