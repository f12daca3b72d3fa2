/** Runs the command in this process, for tests that are not about processes. Calls at the same time run one after another. */
import { main } from '../../src/cli/main.ts';

export async function runHere(words: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const exitCode = await main(['node', 'everywhen', ...words], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exitCode, stdout, stderr };
}
