/** `everywhen list [MODEL ...]` */
import { inertJson } from '../errors.ts';
import { defaultText, domainText, type Parameters } from '../language/parameter.ts';
import { type LoadedModel, loadModel } from '../load/load-model.ts';
import { shippedModels } from '../load/shipped.ts';
import { LINE_WIDTH, lineWidth } from '../trace/line-width.ts';
import { naturalWidth, paragraph, table } from '../trace/table.ts';
import { EXIT } from './exit.ts';
import { print } from './print.ts';

const WIDTH_MAX = 30;
/** On a narrow terminal. */
const LAST_WIDTH_MIN = 24;

export interface ListFlags {
  readonly format: 'list' | 'json';
}

export async function list(names: readonly string[], { format }: ListFlags): Promise<number> {
  const all = names.length === 0;
  const models = await Promise.all((all ? shippedModels().map(({ name }) => name) : names).map(loadModel));
  if (format === 'json') {
    process.stdout.write(`${inertJson(models.map(listed))}\n`);
    return EXIT.holds;
  }
  const lines = (): string[] =>
    all
      ? [
          ...columns(
            ['model', 'about'],
            models.map(({ name, model }) => [name, model.title]),
          ),
          '',
          ...paragraph(
            'everywhen list MODEL shows its parameters, everywhen check MODEL [parameter=value ...] judges it.',
          ),
        ]
      : models.flatMap(({ name, model }) => [
          ...paragraph(`${name}: ${model.title}`),
          '',
          ...parameterLines(model.parameters),
          '',
        ]);
  print(() => lines().join('\n').trimEnd().split('\n'));
  return EXIT.holds;
}

/** A model as data: its parameters with their values, as the command line takes them. */
function listed({ name, model: { title, parameters } }: LoadedModel): object {
  return {
    model: name,
    title,
    parameters: Object.entries(parameters).map(([parameter, declared]) => ({
      name: parameter,
      role: declared.role,
      default: defaultText(declared),
      values: domainText(declared),
    })),
  };
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
  const share = Math.floor((lineWidth() - LAST_WIDTH_MIN) / (head.length - 1)) - 2;
  const widthMax = lineWidth() < LINE_WIDTH ? Math.min(WIDTH_MAX, share) : WIDTH_MAX;
  const widths = head.slice(0, -1).map((_, i) =>
    naturalWidth(
      [head, ...rows].map((row) => row[i] ?? ''),
      widthMax,
    ),
  );
  const rest = lineWidth() - widths.reduce((sum, width) => sum + width + 2, 0);
  return table(
    [...widths, rest].map((width) => ({ width })),
    [head, ...rows],
  );
}
