/** Systems built and explored in one line, for tests. */
import { checkSystem } from '../../src/check/check.ts';
import type { PropertyReport, Report } from '../../src/check/report.ts';
import { UserError } from '../../src/errors.ts';
import { build } from '../../src/language/define-system.ts';
import type { State } from '../../src/model/state.ts';
import { candidates, type System } from '../../src/model/system.ts';
import { evaluate } from '../../src/semantics/evaluation.ts';

export function systemOf(builder: unknown): System {
  return build(builder, 'test');
}

export function checked(builder: unknown): Promise<Report> {
  return checkSystem(systemOf(builder), { model: 'test', parameters: {} });
}

export function property(report: Report, id: string): PropertyReport {
  const found = report.properties.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no property ${id}`);
  return found;
}

/** The steps of a property's trace, `process label` each. */
export function steps({ counterexample, witness }: PropertyReport): string[] {
  return (counterexample ?? witness)?.steps.map(({ process, label }) => `${process} ${label}`) ?? [];
}

/** The transitions of a state, as `process label/alternative=outcome`, with their targets. */
export function successors(system: System, state: State = system.initial): Map<string, State> {
  const found = new Map<string, State>();
  for (const alternative of candidates(system, state)) {
    for (const { name, next } of evaluate(system, alternative, state).outcomes) {
      const { label, name: which, process } = alternative;
      found.set(
        `${process.name} ${label}${which === undefined ? '' : `/${which}`}${name === undefined ? '' : `=${name}`}`,
        next,
      );
    }
  }
  return found;
}

/** The values of a state by the names of its slots. */
export function valuesOf(system: System, state: State): { readonly [name: string]: unknown } {
  return Object.fromEntries(system.slots.map(({ name, position }) => [name, state.at(position).value]));
}

/** The `UserError` that a body throws. */
export async function userError(body: () => unknown): Promise<UserError> {
  try {
    await body();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
