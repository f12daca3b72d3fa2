/** `everywhen list [MODEL ...]` */

import { defaultText, domainText, type Parameters } from '../language/parameter.ts';
import { loadModel } from '../load/load-model.ts';
import { shippedModels } from '../load/shipped.ts';
import { LINE_WIDTH, naturalWidth, paragraph, table } from '../trace/table.ts';
import { EXIT } from './exit.ts';

export async function list(names: readonly string[]): Promise<number> {
  const all = names.length === 0;
  const models = await Promise.all((all ? shippedModels().map(({ name }) => name) : names).map(loadModel));
  const lines = all
    ? [
        ...columns(
          ['model', 'about'],
          models.map(({ name, model }) => [name, model.title]),
        ),
        '',
        'everywhen list MODEL shows its parameters, everywhen check MODEL [parameter=value ...] judges it.',
      ]
    : models.flatMap(({ name, model }) => [
        ...paragraph(`${name}: ${model.title}`),
        '',
        ...parameterLines(model.parameters),
        '',
      ]);
  process.stdout.write(`${lines.join('\n').trimEnd()}\n`);
  return EXIT.holds;
}

function parameterLines(parameters: Parameters): string[] {
  const rows = Object.entries(parameters).map(([name, parameter]) => [
    `  ${name}`,
    parameter.role,
    defaultText(parameter),
    domainText(parameter),
  ]);
  return columns(['  parameter', 'role', 'default', 'values'], rows);
}

/** Every column is as wide as its content, except the last, which takes the rest. */
function columns(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.slice(0, -1).map((_, i) =>
    naturalWidth(
      [head, ...rows].map((row) => row[i] ?? ''),
      30,
    ),
  );
  const rest = LINE_WIDTH - widths.reduce((sum, width) => sum + width + 2, 0);
  return table(
    [...widths, rest].map((width) => ({ width })),
    [head, ...rows],
  );
}
