/** What a machine gives back of a cell, as the return value of its job: compressed, for a report with long traces is large. */
import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { CellOutcome } from '../cells/cell-task.ts';

export interface CellResult {
  /** The one that ran it. */
  readonly machine: string;
  /** Of the checker, its dependencies and Node, as that machine has them. */
  readonly engine: string;
  /** Seconds from start to end. */
  readonly took: number;
  /** Its limit of time was what was left of the whole run's budget. */
  readonly byBudget: boolean;
  readonly outcome: CellOutcome | { readonly died: string } | { readonly tooLarge: number };
}

/** Characters of one result: a Redis value may have 512 MB, and a server that many nights share should not be filled by one. */
export const RESULT_LENGTH_MAX = 32 * 1024 * 1024;
/** Of the text that a result unpacks to. */
const UNPACKED_BYTES_MAX = 1024 * 1024 * 1024;

const verdict = v.picklist(['holds', 'violated', 'inconclusive']);
/** Of a report, what a night reads. The rest passes as it is. */
const report = v.looseObject({
  verdict,
  properties: v.array(v.looseObject({ id: v.string(), verdict })),
  statistics: v.looseObject({ states: v.number(), transitions: v.number(), depth: v.number() }),
});
const resultSchema = v.object({
  machine: v.string(),
  engine: v.string(),
  took: v.number(),
  byBudget: v.boolean(),
  outcome: v.union([
    v.looseObject({ report, columns: v.looseObject({}), modules: v.record(v.string(), v.string()) }),
    v.object({ notStarted: v.literal(true) }),
    v.object({
      error: v.looseObject({ code: v.string(), message: v.string(), advice: v.looseObject({}) }),
    }),
    v.object({ died: v.string() }),
    v.object({ tooLarge: v.number() }),
  ]),
});

/** A result that is larger than a queue should hold says only how large it was. */
export function encodeResult(result: CellResult, lengthMax = RESULT_LENGTH_MAX): string {
  const text = gzipSync(JSON.stringify(result)).toString('base64');
  return text.length <= lengthMax ? text : encodeResult({ ...result, outcome: { tooLarge: text.length } });
}

/** Undefined for what is no result. */
export function decodeResult(text: unknown): CellResult | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const unpacked = gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: UNPACKED_BYTES_MAX });
    const parsed = v.safeParse(resultSchema, JSON.parse(unpacked.toString('utf8')));
    return parsed.success ? (parsed.output as unknown as CellResult) : undefined;
  } catch {
    return undefined;
  }
}
