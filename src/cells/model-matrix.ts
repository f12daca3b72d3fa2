/** The matrix of a model, for the commands that cannot do without one. */
import { UserError } from '../errors.ts';
import type { Matrix } from '../language/matrix.ts';
import type { LoadedModel } from '../load/load-model.ts';

/** Throws `E_MODEL` for a model without expected verdicts. */
export function matrixOf({ model, name }: Pick<LoadedModel, 'model' | 'name'>): Matrix {
  if (model.matrix !== undefined) return model.matrix;
  throw new UserError('E_MODEL', `'${name}' has no matrix: it states no expected verdicts.`, {
    next: `everywhen check ${name}`,
  });
}
