/**
 * The outcomes of finished cells, a file for each, kept until the cell runs again. An outcome is used only while nothing that it depends on
 * has changed (`cell-identity.ts`); an outcome of a cell that was stopped early is never kept. Traces are kept only where that is asked for.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { PropertyReport, Report } from '../check/report.ts';
import { ownPackage } from '../files/own-package.ts';
import { readWhole, writeWhole } from '../files/whole-file.ts';
import { chooseParameters, valueText } from '../language/parameter.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { digest } from '../load/loads.ts';
import { engineDigest, identityOf, ModuleWatch } from './cell-identity.ts';
import type { CellOutcome } from './cell-task.ts';
import type { RunnableCell } from './runnable-cell.ts';

/** A cell of a model that was loaded from a file. */
export interface CacheableCell extends RunnableCell {
  readonly loaded: Pick<LoadedModel, 'model' | 'name' | 'path'>;
}

type FinishedOutcome = Extract<CellOutcome, { readonly report: Report }>;

export interface CachedOutcome {
  readonly outcome: FinishedOutcome;
  /** The day on which the cell ran: `2026-11-30`, in UTC. */
  readonly day: string;
}

const recordSchema = v.object({
  identity: v.object({ digest: v.string(), engine: v.string(), modules: v.record(v.string(), v.string()) }),
  day: v.string(),
  /** Of the outcome's text. */
  digest: v.string(),
  /** The outcome as JSON. The digest of the checker covers its form. */
  outcome: v.string(),
});

/** Matrices audit as the engine does by default. */
const BOUNDS = '';

/** `$XDG_CACHE_HOME/everywhen` if that variable is set, `node_modules/.cache/everywhen` of a checkout, or `~/.cache/everywhen`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME = '' } = env;
  if (XDG_CACHE_HOME !== '') return join(XDG_CACHE_HOME, 'everywhen');
  const { home } = ownPackage();
  const isCheckout = existsSync(join(home, 'src')) && existsSync(join(home, 'node_modules'));
  return isCheckout ? join(home, 'node_modules', '.cache', 'everywhen') : join(homedir(), '.cache', 'everywhen');
}

export class OutcomeCache {
  readonly folder: string;
  readonly #watch = new ModuleWatch();
  /** Why no outcome can be kept; the run does not depend on it. */
  #broken: string | undefined;

  readonly #traces: boolean;

  /** `traces`: keep them, too. Such outcomes are much larger, and need a folder of their own. */
  constructor(folder: string, { traces = false }: { readonly traces?: boolean } = {}) {
    this.folder = folder;
    this.#traces = traces;
  }

  /** Why outcomes could not be written, where that failed. */
  get broken(): string | undefined {
    return this.#broken;
  }

  /** The outcome of a cell, if nothing that it depends on has changed since. */
  find(cell: CacheableCell): CachedOutcome | undefined {
    const key = keyOf(cell);
    const record = readWhole(this.#file(key), recordSchema);
    if (record === undefined || digest(record.outcome) !== record.digest) return undefined;
    const { engine, modules } = record.identity;
    const isCurrent =
      engine === engineDigest() &&
      record.identity.digest === identityOf(key, { engine, bounds: BOUNDS, modules }).digest &&
      this.#watch.changed(cell.loaded.path, modules).length === 0;
    return isCurrent ? { outcome: JSON.parse(record.outcome) as FinishedOutcome, day: record.day } : undefined;
  }

  /** Keeps an outcome if every reachable state was explored and every property judged. */
  keep(cell: CacheableCell, { report, columns, modules }: FinishedOutcome): void {
    if (this.#broken !== undefined || !isFinished(report)) return;
    const key = keyOf(cell);
    const outcome = JSON.stringify({ report: this.#traces ? report : withoutTraces(report), columns, modules });
    const identity = identityOf(key, { engine: engineDigest(), bounds: BOUNDS, modules });
    const record = { identity, day: new Date().toISOString().slice(0, 10), digest: digest(outcome), outcome };
    try {
      writeWhole(this.#file(key), `${JSON.stringify(record)}\n`);
    } catch (error) {
      this.#broken = (error as Error).message;
    }
  }

  #file(key: string): string {
    return join(this.folder, `${digest(key)}.json`);
  }
}

/** The model's file and all parameters of the cell. */
function keyOf({ loaded, cell }: CacheableCell): string {
  const chosen = chooseParameters(loaded.model.parameters, cell.parameters);
  const texts = Object.entries(chosen).map(([name, value]) => `${name}=${valueText(value)}`);
  return JSON.stringify([loaded.name, loaded.path, ...texts]);
}

function isFinished({ stopped, verdict, properties }: Report): boolean {
  const verdicts = [verdict, ...properties.map((property) => property.verdict)];
  return stopped === undefined && !verdicts.includes('inconclusive');
}

function withoutTraces(report: Report): Report {
  const plain = ({ counterexample: _, witness: __, lockFindings: ___, ...rest }: PropertyReport): PropertyReport =>
    rest;
  return { ...report, properties: report.properties.map(plain) };
}
