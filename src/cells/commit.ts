/** The commit of the working directory. */
import { execFileSync } from 'node:child_process';

/** Short, with `-modified` where tracked files differ from it; null where there is no git or no repository. */
export function commitHere(): string | null {
  try {
    const commit = git('rev-parse', '--short', 'HEAD');
    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}-modified`;
  } catch {
    return null;
  }
}

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
