/** Trying all sets of lines, by code that shares nothing with the search: a table of which sets hold, and the minimal ones of it. */
import { checkSystem } from '../../src/check/check.ts';
import { type AnyModel, instantiate } from '../../src/language/model.ts';
import { type AnyChosen, chooseParameters } from '../../src/language/parameter.ts';

/** What one cell is under some lines: undefined where that is no design. */
export type DesignOf = (lines: readonly string[], cell: number) => AnyChosen | undefined;

export interface AllSets {
  /** By the names of the lines with commas between them. */
  readonly verdicts: ReadonlyMap<string, 'holds' | 'violated' | 'inconclusive' | 'refused'>;
  readonly minimal: readonly (readonly string[])[];
}

export async function tryAllSets(
  model: AnyModel,
  names: readonly string[],
  cells: number,
  designOf: DesignOf,
  {
    properties,
    engine = 'kernel',
  }: { readonly properties?: readonly string[]; readonly engine?: 'kernel' | 'reference' } = {},
): Promise<AllSets> {
  const verdicts = new Map<string, 'holds' | 'violated' | 'inconclusive' | 'refused'>();
  const sets: (readonly string[])[] = [[]];
  for (const name of names) sets.push(...sets.map((set) => [...set, name]));
  for (const set of sets) {
    let verdict: 'holds' | 'violated' | 'inconclusive' | 'refused' = 'holds';
    for (let cell = 0; cell < cells && verdict !== 'violated' && verdict !== 'refused'; cell++) {
      const parameters = designOf(set, cell);
      if (parameters === undefined) {
        verdict = 'refused';
        continue;
      }
      const chosen = chooseParameters(model.parameters, { ...parameters });
      const report = await checkSystem(
        instantiate(model, chosen),
        { model: model.name, parameters: chosen },
        { engine, workers: 1 },
      );
      const asked = report.properties.filter(
        ({ id, informational }) => !informational && (properties?.includes(id) ?? true),
      );
      if (asked.some((one) => one.verdict === 'violated')) verdict = 'violated';
      else if (report.stopped !== undefined) verdict = 'inconclusive';
    }
    verdicts.set(set.join(), verdict);
  }
  const holding = sets.filter((set) => verdicts.get(set.join()) === 'holds');
  const minimal = holding.filter(
    (set) => !holding.some((other) => other.length < set.length && other.every((name) => set.includes(name))),
  );
  return { verdicts, minimal };
}
