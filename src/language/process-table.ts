/** For each method that declares a process, the process that it makes of its arguments. Their types stand in process-methods.ts. */
import { UserError } from '../errors.ts';
import { type Declarations, indicesOf } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness/fairness.ts';
import type { Declared, SystemBuilder } from './builder.ts';
import type { AuthoredProcedure, AuthoredProcess } from './definition.ts';
import { labelsOf, type ParsedLabel, rulesOf } from './label.ts';
import type { InterruptOptions, ProgramOptions } from './process-options.ts';
import type { Arguments, PropertyMethod } from './properties/property-table.ts';

type ProcessMethod = Exclude<
  keyof SystemBuilder<Declared>,
  PropertyMethod | 'procedure' | 'initially' | 'budget' | 'owed' | 'object' | 'observable'
>;
/** Without a fairness of its own, it has that of the system. */
type ProcessAsWritten = Omit<AuthoredProcess, 'fairness'> & { readonly fairness: Fairness | undefined };

export const processTable: { readonly [M in ProcessMethod]: (...args: Arguments<M>) => ProcessAsWritten } = {
  process: (name, labels, options) => program(name, undefined, labelsOf(name, labels), options),
  processes: (name, indices, labels, options) => program(name, indicesOf(indices), labelsOf(name, labels), options),
  interrupt: (name, labels, options) => interrupt(name, undefined, labelsOf(name, labels), options),
  interrupts: (name, indices, labels, options) => interrupt(name, indicesOf(indices), labelsOf(name, labels), options),
  rules: (name, rules, options) => ({ ...program(name, undefined, rulesOf(name, rules), options), kind: 'rules' }),
  ruleSets: (name, indices, rules, options) => ({
    ...program(name, indicesOf(indices), rulesOf(name, rules), options),
    kind: 'rules',
  }),
};

export const procedureTable: { readonly procedure: (...args: Arguments<'procedure'>) => AuthoredProcedure } = {
  procedure: (name, locals, labels, options) => ({
    name,
    locals,
    labels: labelsOf(name, labels),
    mayWaitAt: options?.mayWaitAt ?? [],
  }),
};

type Indices = AuthoredProcess['indices'];
function program(
  name: string,
  indices: Indices,
  labels: readonly ParsedLabel[],
  options: ProgramOptions<Declarations, string> = {},
): ProcessAsWritten {
  if (options.preemptible !== undefined && options.cpu === undefined) {
    throw new UserError('E_SYSTEM', `process '${name}' says whether it is preemptible, and not on which CPU.`, {
      hint: "Name the CPU that it shares with other threads: { cpu: 'cpu0', preemptible: true }.",
    });
  }
  return {
    kind: 'program',
    name,
    indices,
    labels,
    fairness: options.fairness,
    tag: options.tag ?? 'system',
    budget: options.budget,
    column: options.column,
    cpu: options.cpu,
    stores: options.stores,
    preemptible: options.preemptible,
    end: options.end ?? 'halt',
    start: options.start,
    interrupt: undefined,
    mayWaitAt: options.mayWaitAt ?? [],
    locals: options.locals ?? {},
  };
}

/** A program that loops by default, and arrives on a CPU. */
function interrupt(
  name: string,
  indices: Indices,
  labels: readonly ParsedLabel[],
  options: InterruptOptions<Declarations, string>,
): ProcessAsWritten {
  const { end = 'loop', priority = 0, cpu } = options ?? {};
  if (cpu === undefined) {
    throw new UserError('E_SYSTEM', `interrupt '${name}' does not say on which CPU it arrives.`, {
      hint: "Name the CPU of the processes that it interrupts: { cpu: 'cpu0' }.",
    });
  }
  return { ...program(name, indices, labels, options), end, interrupt: priority };
}
