/** Runs the command from the sources, as a user would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Sent once, as soon as the text appears on stderr. */
  readonly signalOn?: { readonly stderr: RegExp; readonly signal: NodeJS.Signals };
}

export function everywhen(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=everywhen-source', ENTRY, ...words], {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: '1', CI: '', GITHUB_STEP_SUMMARY: '', ...options.env },
    });
    let stdout = '';
    let stderr = '';
    let isSent = false;
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
      if (isSent || !options.signalOn?.stderr.test(stderr)) return;
      isSent = true;
      child.kill(options.signalOn.signal);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** What a command says on stderr besides how far it has come, which depends on how busy the machine is. */
export function withoutProgress(stderr: string): string {
  return stderr.replaceAll(/^.*(to visit, [\d,]+ MB, \d+ s|of [\d,]+ cells)\n/gm, '');
}
