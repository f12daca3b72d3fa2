/** One cell with all that can be asked of it: its verdicts, what its fences are for, what its violations need, what could not have failed. */

import type { BuildOptions } from '../../language/assembly.ts';
import type { AnyModel } from '../../language/model.ts';
import { instantiate } from '../../language/model.ts';
import type { AnyChosen } from '../../language/parameter.ts';
import type { System } from '../../model/system.ts';
import { byParts } from '../by-parts.ts';
import { checkSystem } from '../check.ts';
import type { Report } from '../report.ts';
import type { RunOptions, Visibility } from '../run.ts';
import { ablateFences } from './ablation.ts';
import { doubtsOfProperties, doubtsOfSteps } from './doubts.ts';
import { type ExplainOptions, explain } from './explanation.ts';
import { growBudget } from './growth.ts';

export interface Cell {
  readonly model: AnyModel;
  /** What the report calls the model: the name by which it was loaded. */
  readonly name: string;
  readonly parameters: AnyChosen;
  /** The model built for these parameters. */
  readonly system: System;
  /** Loads the model in its visible form (load/load-model.ts); a sentence if it has none. By default, it is not asked for. */
  readonly visible?: () => Promise<Pick<Cell, 'model' | 'system'> | string>;
}

export interface Questions {
  /** Of the check. Fences and violations are explored without one. */
  readonly checkpoint?: RunOptions['checkpoint'];
  /** Judge the cell again without each fence: one more check for each. */
  readonly ablate?: 'fences';
  /** Judge the cell again with larger limits of a budget: two checks for each, at least one. */
  readonly grow?: { readonly budget: string; readonly onLimit?: (limit: number) => void };
  /** Find out what violations need: one more exploration for each part of a counterexample, at least. */
  readonly explain?: Omit<ExplainOptions, keyof RunOptions> & Pick<RunOptions, 'onProgress'>;
  /** Compare what could not have failed with what the model accepts as such. */
  readonly strict?: boolean;
}

export interface JudgedCell {
  readonly report: Report;
  /** A sentence each; none unless `strict`. */
  readonly doubts: readonly string[];
}

/** Judges a cell. Where learning its values by parts saves much, it judges the visible form of its model. */
export async function judgeCell(cell: Cell, options: RunOptions, questions: Questions): Promise<JudgedCell> {
  const { checkpoint } = questions;
  const all = { ...options, ...(checkpoint && { checkpoint }) };
  return await byParts(all, cell.visible, (chosen, form) => judge({ ...cell, ...form }, chosen, questions));
}

async function judge(cell: Cell, all: RunOptions & Visibility, questions: Questions): Promise<JudgedCell> {
  const { model, name, parameters, system } = cell;
  const { stopsIfPartsPay, ...options } = all;
  const { checkpoint, ablate, grow, explain: wanted, strict } = questions;
  const named = { model: name, parameters };
  const checked = await checkSystem(system, named, { ...all, ...(checkpoint && { checkpoint }) });
  const buildable = {
    ...named,
    system,
    build: (changed: BuildOptions) => instantiate(model, parameters, name, changed),
  };
  const ablation = ablate && (await ablateFences(buildable, checked, options));
  const growth = grow && (await growBudget(buildable, grow.budget, checked, options, grow.onLimit));
  const explanation = wanted && (await explain(system, checked, { ...options, ...wanted }));
  return {
    report: {
      ...checked,
      ...(ablation && { ablation }),
      ...(growth && { growth }),
      ...(explanation && { explanation }),
    },
    doubts: strict
      ? [...doubtsOfProperties(model, parameters, checked.properties), ...doubtsOfSteps(model, checked)]
      : [],
  };
}
