/** What stands in the queue about a run besides its jobs, and whether a machine has the same bytes as whoever started the run. */
import { createRequire } from 'node:module';
import { relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { engineDigest } from '../cells/cell-identity.ts';
import { commitHere } from '../cells/commit.ts';
import { UserError } from '../errors.ts';
import { loadModel } from '../load/load-model.ts';

/** Of what stands in the queue: a machine of another format keeps away. */
const FORMAT = 1;

const checkerSchema = v.object({
  version: v.string(),
  node: v.string(),
  commit: v.nullable(v.string()),
  /** Over the bytes of the checker, its dependencies and Node. */
  engine: v.string(),
});
/** What runs cells. */
export type Checker = v.InferOutput<typeof checkerSchema>;

export const runRecordSchema = v.object({
  format: v.literal(FORMAT),
  run: v.string(),
  checker: checkerSchema,
  /** Those of its cells, and a hash over the modules of each. */
  models: v.array(v.object({ name: v.string(), hash: v.string() })),
  /** A machine that was not heard of for so long has died. */
  lostMs: v.number(),
  /** Of the budget, when the record was written; null without one. */
  secondsLeft: v.nullable(v.number()),
  /** `stopping`: whoever runs a cell gives what there is of it. `ended`: nothing is to be done any more. */
  state: v.picklist(['going', 'stopping', 'ended']),
  /** Who started it, for people. */
  master: v.string(),
});
export type RunRecord = v.InferOutput<typeof runRecordSchema>;
export { FORMAT as RUN_FORMAT };

export function checkerHere(): Checker {
  const { version } = createRequire(import.meta.url)('everywhen/package.json');
  return { version, node: process.version, commit: commitHere(), engine: engineDigest() };
}

/** Why a machine must not run cells of a run: it would judge other bytes. Undefined where it may. */
export async function misfitOf({ checker, models }: RunRecord, own: Checker): Promise<string | undefined> {
  const wanted = ({ version, commit, node }: Checker) =>
    `Everywhen ${version} at ${commit ?? 'no commit'} on Node ${node}`;
  if (checker.version !== own.version || checker.node !== own.node) {
    return `it has ${wanted(own)}, the run ${wanted(checker)}`;
  }
  if (checker.commit !== null && own.commit !== null && plain(checker.commit) !== plain(own.commit)) {
    return `it has commit ${own.commit}, the run ${checker.commit}`;
  }
  if (checker.engine !== own.engine) {
    return `its checker, kernel or dependencies have other bytes (${own.engine.slice(0, 8)}, the run's ${checker.engine.slice(0, 8)})`;
  }
  for (const { name, hash } of models) {
    const found = await modelHash(name);
    if ('because' in found) return `it cannot load the model ${name}: ${found.because}`;
    if (found.hash !== hash) return `its model ${name} has other bytes than the run's`;
  }
  return undefined;
}

/** What was modified since is compared by its bytes, and a night modifies its own results. */
function plain(commit: string): string {
  return commit.replace(/-modified$/, '');
}

async function modelHash(name: string): Promise<{ readonly hash: string } | { readonly because: string }> {
  // The queue names models; a machine loads its own, never what stands elsewhere on its disk.
  if (/[/\\]/.test(name) && relative(process.cwd(), resolve(name)).split(sep)[0] === '..') {
    return { because: 'it stands outside the working directory' };
  }
  try {
    return { hash: (await loadModel(name)).hash() };
  } catch (error) {
    if (error instanceof UserError) return { because: error.message };
    throw error;
  }
}
