/** The verdicts of a matrix, a file for each model, to compare with later runs: nothing in them depends on time or machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { MatrixResult, ModelResult } from './matrix-result.ts';

/** Writes `FOLDER/MODEL.json` for each model; creates the folder. Throws `E_USAGE` if that is not possible. */
export function writeVerdicts({ models }: MatrixResult, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const model of models) writeFileSync(join(folder, `${model.model}.json`), verdictFile(model));
  } catch (error) {
    throw new UserError('E_USAGE', `the verdicts cannot be written to '${folder}': ${(error as Error).message}`);
  }
}

/** A line for each cell, so that the file and its diffs are readable. */
export function verdictFile({ model, cells }: ModelResult): string {
  const lines = cells.map(({ variant, scenario, parameters, verdict, violated, statistics }) => {
    const { states, transitions, depth } = statistics ?? {};
    return JSON.stringify({ variant, scenario, parameters, verdict, violated, states, transitions, depth });
  });
  return `{ "model": ${JSON.stringify(model)}, "cells": [\n${lines.join(',\n')}\n] }\n`;
}
