/** Where the command runs: at somebody's terminal, or in a machine's log. */

/** Continuous integration sets `CI`, on GitHub, GitLab and elsewhere. */
export function inCi(env: NodeJS.ProcessEnv = process.env): boolean {
  const { CI = '' } = env;
  return !['', '0', 'false'].includes(CI.toLowerCase());
}
