/**
 * The gaps of a program in which a fence could order something, as candidate lines.
 *
 * A gap is the place in front of a step that accesses shared memory, after the access before it in the text. Replicas of a process, and
 * all callers of a procedure, share it. It is a candidate if a process takes the step in some reachable state while stores of its CPU
 * wait. Fences only take runs away, so no set of fences makes a candidate of another gap.
 */
import { explore, type RunOptions } from '../../check/run.ts';
import { UserError } from '../../errors.ts';
import { FENCE_BEFORE, fencePlace } from '../../language/fences/fence-before.ts';
import { instantiate } from '../../language/model.ts';
import type { AnyChosen } from '../../language/parameter.ts';
import type { Line } from '../../language/repairs/line.ts';
import type { LoadedModel } from '../../load/load-model.ts';
import type { Stopped } from '../../model/exploration.ts';
import { isAccessed } from '../../model/observation.ts';
import type { Alternative } from '../../model/process.ts';
import type { System } from '../../model/system.ts';

export interface Gaps {
  /** In the order of the text. */
  readonly lines: readonly Line[];
  /** For each cell, in the given order, the steps that a fence can stand in front of. */
  readonly places: readonly ReadonlySet<string>[];
  /** A cell was not explored fully, and may have more gaps. */
  readonly stopped?: Stopped;
}

/**
 * Explores each cell once, as it is without any line.
 *
 * Throws `E_USAGE` if no cell has weakly ordered memory, and what a broken model throws.
 */
export async function gapsOf(
  { model, name }: Pick<LoadedModel, 'model' | 'name'>,
  cells: readonly { readonly parameters: AnyChosen }[],
  limits: RunOptions = {},
): Promise<Gaps> {
  const systems = cells.map(({ parameters }) => instantiate(model, parameters, name, { notesAccesses: true }));
  if (systems.every(({ memory }) => memory.buffers.size === 0)) {
    throw new UserError('E_USAGE', `in no asked cell of '${name}' does a store wait in a store buffer.`, {
      hint: "A fence orders something under memory: 'tso' or 'pso' of defineSystem; if a parameter of the model chooses it, name it: memory=tso.",
      next: `everywhen list ${name}`,
    });
  }
  const lines = new Map<string, Line>();
  let stopped: Stopped | undefined;
  for (const system of systems) {
    const found = await accessesOf(system, limits);
    stopped ??= found.stopped;
    for (const line of linesOf(system, found)) if (!lines.has(line.name)) lines.set(line.name, line);
  }
  const places = systems.map(({ alternatives }) => new Set(alternatives.map(fencePlace)));
  return { lines: [...lines.values()], places, ...(stopped !== undefined && { stopped }) };
}

interface Accesses {
  /** The steps that access shared memory. */
  readonly all: ReadonlySet<string>;
  /** Those that do so while stores wait. */
  readonly waiting: ReadonlySet<string>;
  readonly stopped: Stopped | undefined;
}

async function accessesOf(system: System, limits: RunOptions): Promise<Accesses> {
  if (system.memory.buffers.size === 0) return { all: new Set(), waiting: new Set(), stopped: undefined };
  const { exploration, stopped } = await explore(system, limits);
  try {
    const met = [...exploration.observations.values()].filter(isAccessed);
    const waiting = met.filter(({ waits }) => waits);
    const full = [...exploration.observations.values()].some(({ kind }) => kind === 'buffer full');
    return {
      all: new Set(met.map(({ step }) => step)),
      waiting: new Set(waiting.map(({ step }) => step)),
      stopped: stopped ?? (full ? 'store-buffer-full' : undefined),
    };
  } finally {
    await exploration.close();
  }
}

function linesOf({ alternatives }: System, { all, waiting }: Accesses): readonly Line[] {
  return alternatives.flatMap((alternative): readonly Line[] => {
    const name = fencePlace(alternative);
    if (!waiting.has(name)) return [];
    return [{ name, title: gapText(alternative, all), parameters: { [FENCE_BEFORE]: [name] }, cost: 1 }];
  });
}

/** `p: a fence between give way and look at flag`: the last access before in the text, and the step. */
function gapText(alternative: Alternative, accesses: ReadonlySet<string>): string {
  const { process, procedure } = alternative;
  const of = procedure?.name ?? process.name.replace(/\[.*\]$/, '');
  const before = accessBefore(alternative, accesses);
  const step = shortText(alternative);
  return before === undefined ? `${of}: a fence before ${step}` : `${of}: a fence between ${before} and ${step}`;
}

function accessBefore({ process, procedure, label }: Alternative, accesses: ReadonlySet<string>): string | undefined {
  const labels = [...process.alternativesAt].filter(([, [one]]) => one?.procedure === procedure);
  const at = labels.findIndex(([name]) => name === label);
  const isLoop = procedure === undefined && process.following.get(labels.at(-1)?.[0] ?? '') === labels[0]?.[0];
  const before = [...(isLoop ? labels.slice(at) : []), ...labels.slice(0, at)];
  if (process.kind === 'rules') return undefined;
  const [, [found] = []] = before.findLast(([, ways]) => ways.some((way) => accesses.has(fencePlace(way)))) ?? [];
  return found && labelText(found);
}

function labelText({ procedure, label }: Alternative): string {
  return procedure === undefined ? label : label.slice(procedure.name.length + 1);
}

function shortText(alternative: Alternative): string {
  const { name } = alternative;
  return `${labelText(alternative)}${name === undefined ? '' : `, ${name}`}`;
}
