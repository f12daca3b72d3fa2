/** The verdicts of a matrix, a file for each model, to compare with later runs: nothing in them depends on time or machine. */
import { join } from 'node:path';
import { TargetFile } from '../files/target-file.ts';
import type { MatrixResult, ModelResult } from './matrix-result.ts';
import { VERDICTS_KIND } from './result-kinds.ts';

/** In characters, of the part of a name that is taken from a path. */
const NAME_MAX = 100;

/**
 * The files `FOLDER/MODEL.json`, by the name of the model as it was given; the folder is created. Throws `E_USAGE` if one of them cannot
 * be written, before the cells run.
 */
export function verdictFiles(
  models: readonly { readonly name: string }[],
  folder: string,
  sources: readonly string[],
): ReadonlyMap<string, TargetFile> {
  const names = fileNames(models.map(({ name }) => name));
  return new Map(
    [...names].map(([model, name]) => [
      model,
      new TargetFile(join(folder, name), VERDICTS_KIND, { sources, makesFolder: true }),
    ]),
  );
}

/**
 * By model. A shipped model's name is the name of its file. A path has no folders of its own in there: `../own/m.ts` is `own-m.ts.json`,
 * and models whose files would have the same name are numbered.
 */
export function fileNames(models: readonly string[]): ReadonlyMap<string, string> {
  const used = new Set<string>();
  return new Map(
    models.map((model) => {
      const plain = model
        .split(/[/\\]/)
        .filter((part) => !/^\.*$/.test(part))
        .join('-')
        .replace(/[^\p{L}\p{N}._=,+@ -]/gu, '_')
        .slice(-NAME_MAX);
      let name = plain;
      // Some file systems do not tell upper case from lower case.
      for (let count = 2; used.has(name.toLowerCase()); count++) name = `${plain}-${count}`;
      used.add(name.toLowerCase());
      return [model, `${name}.json`] as const;
    }),
  );
}

/** Writes the file of each model; of those that fail, the error of the first is thrown when the others are written. */
export function writeVerdicts({ models }: MatrixResult, files: ReadonlyMap<string, TargetFile>): void {
  const failures: unknown[] = [];
  for (const model of models) {
    try {
      files.get(model.model)?.write(verdictFile(model));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** A line for each cell, so that the file and its diffs are readable. */
export function verdictFile({ model, cells }: ModelResult): string {
  const lines = cells.map(({ variant, scenario, parameters, verdict, violated, statistics }) => {
    const { states, transitions, depth } = statistics ?? {};
    return JSON.stringify({ variant, scenario, parameters, verdict, violated, states, transitions, depth });
  });
  return `{ "model": ${JSON.stringify(model)}, "cells": [\n${lines.join(',\n')}\n] }\n`;
}
