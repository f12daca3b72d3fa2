/** The record of a run in the queue, and whether a worker has the same bytes as the night that started the run. */
import { relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { engineDigest } from '../cells/cell-identity.ts';
import { commitHere } from '../cells/commit.ts';
import { UserError } from '../errors.ts';
import { ownPackage } from '../files/own-package.ts';
import { loadModel } from '../load/load-model.ts';

/** Of the keys in the queue. A worker of another format takes no cells. */
const FORMAT = 1;

const checkerSchema = v.object({
  version: v.string(),
  node: v.string(),
  commit: v.nullable(v.string()),
  /** Over the bytes of the checker, its dependencies and Node. */
  engine: v.string(),
});
/** The program that runs cells. */
export type Checker = v.InferOutput<typeof checkerSchema>;

export const runRecordSchema = v.object({
  format: v.literal(FORMAT),
  run: v.string(),
  checker: checkerSchema,
  /** The models of its cells, each with a hash over its modules. */
  models: v.array(v.object({ name: v.string(), hash: v.string() })),
  /** A worker that is silent for this long counts as dead. */
  lostMs: v.number(),
  /** Of the budget, at the time the record was written; null without one. */
  secondsLeft: v.nullable(v.number()),
  /** `stopping`: workers stop their cells and deliver partial results. `ended`: workers drop their cells. */
  state: v.picklist(['going', 'stopping', 'ended']),
  /** The night that owns the run, for people. */
  master: v.string(),
});
export type RunRecord = v.InferOutput<typeof runRecordSchema>;
export { FORMAT as RUN_FORMAT };

export function checkerHere(): Checker {
  const { version } = ownPackage();
  return { version, node: process.version, commit: commitHere(), engine: engineDigest() };
}

/** Why a worker must not run cells of a run, because it would judge other bytes; undefined if it may. */
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

/** Modified files are compared by their bytes, and a night modifies its own results. */
function plain(commit: string): string {
  return commit.replace(/-modified$/, '');
}

async function modelHash(name: string): Promise<{ readonly hash: string } | { readonly because: string }> {
  // The queue only names models. A worker loads its own files and none outside its working directory.
  if (/[/\\]/.test(name) && relative(process.cwd(), resolve(name)).split(sep)[0] === '..') {
    return { because: 'it is outside the working directory' };
  }
  try {
    return { hash: (await loadModel(name)).hash() };
  } catch (error) {
    if (error instanceof UserError) return { because: error.message };
    throw error;
  }
}
