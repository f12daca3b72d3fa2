/** The procedures of a system, and what may be a local of a procedure or of a process. */
import { Map as ImmutableMap } from 'immutable';
import { UserError } from '../errors.ts';
import {
  type Declaration,
  initialOf,
  isGhost,
  isReplicas,
  isShared,
  type Single,
  type Value,
} from '../model/declaration.ts';
import type { Procedure } from '../model/process.ts';
import type { AuthoredProcedure } from './definition.ts';

/**
 * By name, in the order of declaration. Throws `E_SYSTEM` for a local that is a ghost, replicated or shared, and for one with the name of a
 * component, which no step of the procedure could reach.
 */
export function proceduresOf(
  authored: readonly AuthoredProcedure[],
  components: ReadonlyMap<string, unknown>,
  origin: string,
): ReadonlyMap<string, Procedure> {
  const procedures = new Map<string, Procedure>();
  for (const { name, labels, locals } of authored) {
    procedures.set(name, {
      name,
      position: procedures.size,
      labels: labels.map((label) => `${name}.${label.name}`),
      locals: ImmutableMap(
        Object.entries(locals).map(([local, declared]): [string, Value] => {
          const what = `'${local}' of procedure '${name}' (${origin})`;
          if (components.has(local)) {
            throw new UserError('E_SYSTEM', `local or parameter ${what} has the name of a component.`);
          }
          const single = localOf(what, declared);
          if (isGhost(single)) throw new UserError('E_SYSTEM', `${what} cannot be a ghost.`);
          return [local, initialOf(single)];
        }),
      ),
    });
  }
  return procedures;
}

/** The declaration of a local, which is one component and not shared. Throws `E_SYSTEM`. */
export function localOf(what: string, declared: Declaration): Single {
  const wrong = isReplicas(declared) ? 'replicated' : isShared(declared as Single) ? 'shared' : undefined;
  if (wrong === undefined) return declared as Single;
  throw new UserError('E_SYSTEM', `${what} cannot be ${wrong}: declare a component.`);
}
