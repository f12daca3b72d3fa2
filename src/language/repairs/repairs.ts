/**
 * Candidate lines: changes of a design that could repair it, as data beside the model. A line is what a patch would add, said as values
 * of one or several parameters. `everywhen repair` searches for the minimal sets of lines under which every cell holds.
 */
import { UserError } from '../../errors.ts';
import type { Model } from '../model.ts';
import { chooseParameters, type Parameters, type SomeParameters, valueText } from '../parameter.ts';
import { LINES_MAX, type Line, type Repairs } from './line.ts';

/** A line as a model declares it, by name. */
export interface DeclaredLine<M extends Parameters> {
  /** What the line does, in one sentence or less. */
  readonly title: string;
  /** The values that it chooses. Of a parameter that is a set, it adds these members. */
  readonly parameters: SomeParameters<M>;
  /**
   * Sets of equal size are ordered by the sum of the costs of their lines.
   * @defaultValue 1
   */
  readonly cost?: number;
}

/**
 * Gives a model its candidate lines: what `everywhen repair` may add to a design. `base` is the design without any of them, the defaults
 * of all variants if it is left out.
 *
 * @throws UserError `E_PARAMETER` for a value that a parameter cannot have, `E_MODEL` for a line that cannot be one.
 * @example
 * const model = defineModel({
 *   name: 'door', title: 'a door', parameters: { lock: variant('off', 'on') },
 *   build: ({ lock }) => defineSystem({ inside: false })
 *     .process('guest', { enter: (s) => (lock === 'off' ? s.set('inside', true) : s) })
 *     .invariant('out', 'no guest is inside', (s) => !s.get('inside')),
 * });
 * const lines = { lock: { title: 'the door is locked', parameters: { lock: 'on' } } } as const;
 * repairs(model, { lines }).repairs?.lines.length; // => 1
 */
export function repairs<M extends Parameters, Q extends string>(
  model: Model<M, Q>,
  declared: {
    /**
     * The design without any line.
     * @defaultValue the defaults of all variants
     */
    readonly base?: SomeParameters<M>;
    /** By name. */
    readonly lines: { readonly [name: string]: DeclaredLine<NoInfer<M>> };
  },
): Model<M, Q> {
  const { parameters } = model;
  const base = (declared.base ?? {}) as Repairs['base'];
  chooseParameters(parameters, base);
  const lines = Object.entries(declared.lines).map(
    ([name, { title, parameters: chosen, cost = 1 }]): Line => ({ name, title, parameters: { ...chosen }, cost }),
  );
  for (const line of lines) mustBeLine(model, base, line);
  if (lines.length > LINES_MAX) {
    throw wrong(model.name, `${lines.length} candidate lines`, `At most ${LINES_MAX}: a search decides every set.`);
  }
  return { ...model, repairs: { base, lines } };
}

function mustBeLine(
  { name: model, parameters }: Pick<Model, 'name' | 'parameters'>,
  base: Repairs['base'],
  line: Line,
): void {
  const { name, title, cost } = line;
  if (!/^[^\s,=]+$/.test(name)) {
    throw wrong(
      model,
      `a candidate line '${name}'`,
      'Its name is one word without comma and =: it is typed as fix=NAME.',
    );
  }
  if (typeof title !== 'string') throw wrong(model, `a candidate line '${name}' without a title`);
  if (!(Number.isFinite(cost) && cost >= 0)) {
    throw wrong(model, `a candidate line '${name}' whose cost is ${cost}`, 'A cost is a number from 0.');
  }
  const without = chooseParameters(parameters, base);
  const withIt = chooseParameters(parameters, { ...base, ...line.parameters });
  if (Object.keys(line.parameters).every((key) => valueText(without[key]) === valueText(withIt[key]))) {
    throw wrong(model, `a candidate line '${name}' that changes nothing`, 'It chooses what the base has already.');
  }
}

function wrong(model: string, what: string, hint?: string): UserError {
  return new UserError('E_MODEL', `the model '${model}' has ${what}.`, { hint });
}
