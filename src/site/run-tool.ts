/** A program of another package, to its end. What it prints is shown if it fails. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The author's to mend: says what failed. */
export class SiteFailed extends Error {}

const OUTPUT_MAX_BYTES = 100_000_000;

/** What it printed on stdout. */
export async function runTool(command: string, words: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, words, { cwd, maxBuffer: OUTPUT_MAX_BYTES });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '', code } = error as { stdout?: string; stderr?: string; code?: number | string };
    throw new SiteFailed(`site: ${[command, ...words].join(' ')} ended with code ${code}\n${stdout}${stderr}`);
  }
}
