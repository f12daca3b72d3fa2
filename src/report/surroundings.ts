/** Where the command runs: at a terminal, or in CI. */

/** Continuous integration sets `CI`, on GitHub, GitLab and elsewhere. */
export function inCi(env: NodeJS.ProcessEnv = process.env): boolean {
  const { CI = '' } = env;
  return !['', '0', 'false'].includes(CI.toLowerCase());
}
