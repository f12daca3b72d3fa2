/** The report that a command printed as JSON. */
import type { Report } from '../../check/report.ts';
import { UserError } from '../../errors.ts';

/** Throws `E_MODEL` if it is none. */
export function reportOf(stdout: string): Report {
  try {
    const report = JSON.parse(stdout);
    if (Array.isArray(report.properties) && typeof report.statistics === 'object') return report;
  } catch {
    // As below.
  }
  throw new UserError('E_MODEL', 'the report of the check cannot be read.', {
    hint: 'Does the model write to standard output by itself? console.log is harmless.',
  });
}
