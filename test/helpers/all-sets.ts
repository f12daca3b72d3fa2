/** Trying all sets of lines, by code that shares nothing with the search: a table of what each set violates, and the minimal sets of it. */
import { checkSystem } from '../../src/check/check.ts';
import { type AnyModel, instantiate } from '../../src/language/model.ts';
import { type AnyChosen, chooseParameters } from '../../src/language/parameter.ts';

/** The parameters of one cell under some lines. */
export type DesignOf = (lines: readonly string[], cell: number) => { readonly [name: string]: unknown } | AnyChosen;

/** Explores every cell under every set. */
export async function tryAllSets(
  model: AnyModel,
  names: readonly string[],
  cells: number,
  designOf: DesignOf,
  engine: 'kernel' | 'reference' = 'kernel',
): Promise<AllSets> {
  const sets: (readonly string[])[] = [[]];
  for (const name of names) sets.push(...sets.map((set) => [...set, name]));
  const violated = new Map<readonly string[], ReadonlySet<string>>();
  for (const set of sets) {
    const ids = new Set<string>();
    for (let cell = 0; cell < cells; cell++) {
      const parameters = chooseParameters(model.parameters, { ...designOf(set, cell) });
      const report = await checkSystem(
        instantiate(model, parameters),
        { model: model.name, parameters },
        { engine, workers: 1 },
      );
      if (report.stopped !== undefined) throw new Error(`${set.join()} was stopped: ${report.stopped}`);
      for (const { id, verdict, informational } of report.properties) {
        if (verdict === 'violated' && !informational) ids.add(id);
      }
    }
    violated.set(set, ids);
  }
  return new AllSets(violated);
}

export class AllSets {
  readonly #violated: ReadonlyMap<readonly string[], ReadonlySet<string>>;

  constructor(violated: ReadonlyMap<readonly string[], ReadonlySet<string>>) {
    this.#violated = violated;
  }

  /** By the names of the lines with commas between them, whether a set holds. */
  verdicts(properties?: readonly string[]): ReadonlyMap<string, 'holds' | 'violated'> {
    const isAsked = (id: string) => properties?.includes(id) ?? true;
    return new Map(
      [...this.#violated].map(([set, ids]) => [set.join(), [...ids].some(isAsked) ? 'violated' : 'holds'] as const),
    );
  }

  /** Sorted, each with commas between its lines. */
  minimal(properties?: readonly string[]): readonly string[] {
    const verdicts = this.verdicts(properties);
    const holding = [...this.#violated.keys()].filter((set) => verdicts.get(set.join()) === 'holds');
    return holding
      .filter((set) => !holding.some((other) => other.length < set.length && other.every((one) => set.includes(one))))
      .map((set) => set.join())
      .toSorted();
  }
}
