/** The candidate lines of a search: those that the model declares, or those that `fix=` names. */
import { UserError } from '../errors.ts';
import { LINES_MAX, type Line } from '../language/repairs/line.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { suggestion } from '../model/names.ts';

/**
 * `names`: of declared lines, of parameters that are sets of assumptions, all of whose members are lines then, or of such members. By
 * default all declared lines. Throws `E_USAGE` for a name that is none of them, and `E_MODEL` if nothing is declared or named.
 */
export function candidateLines(
  { model, name: of }: Pick<LoadedModel, 'model' | 'name'>,
  names?: string,
): readonly Line[] {
  const declared = model.repairs?.lines ?? [];
  if (names === undefined) {
    if (declared.length > 0) return declared;
    throw new UserError('E_MODEL', `'${of}' declares no candidate lines.`, {
      hint: 'Declare them: repairs(model, { lines: { ... } }); or name a parameter that is an assumptionSet: fix=NAME.',
      next: `everywhen list ${of}`,
    });
  }
  const members = Object.entries(model.parameters).flatMap(([parameter, domain]) =>
    domain.kind === 'selection' ? domain.values.map((member: string) => memberLine(parameter, member)) : [],
  );
  const known = [...declared, ...members];
  const sets = [...new Set(members.map(({ set }) => set))];
  const lines = names.split(',').flatMap((name): readonly Line[] => {
    const line = declared.find((one) => one.name === name);
    if (line !== undefined) return [line];
    const ofSet = members.filter(({ set }) => set === name);
    const own = ofSet.length > 0 ? ofSet : members.filter((member) => member.name === name);
    if (own.length === 0) {
      throw new UserError('E_USAGE', `'${of}' has no candidate line '${name}'.`, {
        hint: suggestion(name, [...new Set([...known.map((one) => one.name), ...sets])]),
      });
    }
    return own.map(({ set: _, ...rest }) => rest);
  });
  return distinct(lines);
}

/** The gaps that `names` names, by default all. Throws `E_USAGE` for a name that is none of them, and for too many. */
export function candidateFences(of: string, gaps: readonly Line[], names?: string): readonly Line[] {
  const chosen = names?.split(',').map((name) => {
    const line = gaps.find((one) => one.name === name);
    if (line !== undefined) return line;
    throw new UserError('E_USAGE', `'${of}' has no gap '${name}' in which a fence could order anything.`, {
      hint: suggestion(
        name,
        gaps.map((one) => one.name),
      ),
    });
  });
  return distinct(chosen ?? gaps);
}

function memberLine(set: string, member: string): Line & { readonly set: string } {
  return { set, name: member, title: `${set}=${member}`, parameters: { [set]: [member] }, cost: 1 };
}

function distinct(lines: readonly Line[]): readonly Line[] {
  const byName = new Map(lines.map((line) => [line.name, line]));
  if (byName.size > LINES_MAX) {
    throw new UserError('E_USAGE', `${byName.size} candidate lines are too many.`, {
      hint: `At most ${LINES_MAX}: a search decides every set. Name some of them, fix=NAME,NAME: ${[...byName.keys()].join(', ')}.`,
    });
  }
  return [...byName.values()];
}
