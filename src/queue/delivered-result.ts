/** The result of a cell as a worker delivers it: the return value of the job, compressed because a report with long traces is large. */
import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { CellOutcome } from '../cells/cell-task.ts';

export interface DeliveredResult {
  /** The worker that ran it. */
  readonly machine: string;
  /** The digest of the checker, its dependencies and Node on that worker. */
  readonly engine: string;
  /** Seconds from start to end. */
  readonly took: number;
  /** Its limit on time was the time left of the whole run's budget. If it was not started, that time was too short. */
  readonly byBudget: boolean;
  readonly outcome: CellOutcome | { readonly died: string } | { readonly tooLarge: number };
}

/** Characters of one result. A Redis value may have 512 MB, but one night should not fill a server that many nights share. */
export const RESULT_LENGTH_MAX = 32 * 1024 * 1024;
/** Of the text of a result, uncompressed. */
const UNPACKED_BYTES_MAX = 1024 * 1024 * 1024;

const verdict = v.picklist(['holds', 'violated', 'inconclusive']);
const ofProperty = v.union([verdict, v.literal('not judged')]);
/** The fields of a report that a night reads. The others pass unchecked. */
const report = v.looseObject({
  verdict,
  properties: v.array(v.looseObject({ id: v.string(), verdict: ofProperty })),
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

/** A result that is too large for a queue is replaced by its size. */
export function encodeResult(result: DeliveredResult, lengthMax = RESULT_LENGTH_MAX): string {
  const text = gzipSync(JSON.stringify(result)).toString('base64');
  return text.length <= lengthMax ? text : encodeResult({ ...result, outcome: { tooLarge: text.length } });
}

/** Undefined if the text is not a result. */
export function decodeResult(text: unknown): DeliveredResult | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const unpacked = gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: UNPACKED_BYTES_MAX });
    const parsed = v.safeParse(resultSchema, JSON.parse(unpacked.toString('utf8')));
    return parsed.success ? (parsed.output as unknown as DeliveredResult) : undefined;
  } catch {
    return undefined;
  }
}
