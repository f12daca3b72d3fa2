/** A shipped system with some of its steps written differently: what a patch to its design would be. */
import { buildSystem } from '../../src/language/assembly.ts';
import type { AuthoredProcess, Definition } from '../../src/language/definition.ts';
import type { AnyModel } from '../../src/language/model.ts';
import { type AnyChosen, chooseParameters } from '../../src/language/parameter.ts';
import type { StepFunction } from '../../src/model/process.ts';
import type { System } from '../../src/model/system.ts';

export type Patch = (definition: Definition) => Definition;
type Labels = AuthoredProcess['labels'];

export function patched(model: AnyModel, parameters: AnyChosen, ...patches: readonly Patch[]): System {
  const { definition } = model.build(chooseParameters(model.parameters, parameters)) as unknown as {
    readonly definition: Definition;
  };
  const origin = patches.length === 0 ? model.name : `${model.name}, patched`;
  return buildSystem(
    patches.reduce((now, patch) => patch(now), definition),
    origin,
  );
}

/** The labels of a process, or of its replicas, written anew. */
export function labels(process: string, anew: (labels: Labels) => Labels): Patch {
  return (definition) => {
    if (!definition.processes.some(({ name }) => name === process)) throw new Error(`there is no process '${process}'`);
    const processes = definition.processes.map((one) =>
      one.name === process ? { ...one, labels: anew(one.labels) } : one,
    );
    return { ...definition, processes };
  };
}

/** The only step of a label. `others`: the only steps of the other labels, by name. */
export function step(
  process: string,
  label: string,
  anew: (old: StepFunction, others: (name: string) => StepFunction) => StepFunction,
): Patch {
  return labels(process, (all) => {
    const runOf = (name: string) => {
      const run = all.find((one) => one.name === name)?.alternatives[0]?.run;
      if (run === undefined) throw new Error(`'${process}' has no step '${name}'`);
      return run;
    };
    const run = anew(runOf(label), runOf);
    return all.map((one) =>
      one.name === label
        ? { ...one, alternatives: one.alternatives.map((alternative) => ({ ...alternative, run })) }
        : one,
    );
  });
}

/** A label becomes two: nothing happens in the first. */
export function delayed(process: string, label: string): Patch {
  return labels(process, (all) =>
    all.flatMap((one) => {
      if (one.name !== label) return [one];
      const nothing = { name: undefined, tag: one.alternatives[0]?.tag, run: (s: unknown) => s };
      return [
        { name: label, alternatives: [nothing] },
        { ...one, name: `${label}, then` },
      ];
    }),
  );
}
