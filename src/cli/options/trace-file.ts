/** The file of `--trace-out`: one trace of a report, as JSON or ITF; `replay` reads both. */
import { resolve } from 'node:path';
import type { Report } from '../../check/report.ts';
import { inertLine, UserError } from '../../errors.ts';
import { TargetFile } from '../../files/target-file.ts';
import { TRACE_KIND } from '../../report/result-kinds.ts';
import type { TraceFormat } from '../../trace/format.ts';
import { toItf } from '../../trace/formats/itf.ts';
import { traceOf } from '../../trace/read-trace.ts';

export interface TraceFileFlags {
  readonly traceOut?: string;
  readonly traceFormat?: TraceFormat;
  readonly property?: readonly string[];
}

export class TraceFile {
  readonly #target: TargetFile | undefined;
  readonly #flags: TraceFileFlags;

  /** `others`: the files that the same run writes. Throws `E_USAGE` if the file cannot be written, or is one of them. */
  constructor(flags: TraceFileFlags, sources: readonly string[], others: readonly (string | undefined)[]) {
    const { traceOut: file } = flags;
    this.#flags = flags;
    if (file === undefined) return;
    if (others.some((other) => other !== undefined && resolve(other) === resolve(file))) {
      throw new UserError('E_USAGE', `the trace would be written to '${file}', and so would another result.`, {
        hint: 'Name another file with --trace-out.',
      });
    }
    this.#target = new TargetFile(file, TRACE_KIND, { sources });
  }

  /** Writes the trace, if the flags ask for one and the report has one. Throws `E_USAGE`. */
  save(report: Report, modelHash: string): void {
    if (this.#target === undefined) return;
    const { file } = this.#target;
    if (
      !report.properties.some(({ counterexample, witness }) => counterexample !== undefined || witness !== undefined)
    ) {
      process.stderr.write(`${inertLine(`There is no trace to write to '${file}'.`)}\n`);
      return;
    }
    const { property, traceFormat } = this.#flags;
    const trace = { ...traceOf(report, property?.[0]), modelHash };
    this.#target.write(`${JSON.stringify(traceFormat === 'itf' ? toItf(trace) : trace, undefined, 1)}\n`);
    process.stderr.write(`${inertLine(`The trace of ${trace.property} is in '${file}': everywhen replay ${file}`)}\n`);
  }
}
