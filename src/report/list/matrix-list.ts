/** The matrix as text: a row for each variant, a column for each scenario, with the violated properties. */
import { inertLine } from '../../errors.ts';
import { counted } from '../../trace/counted.ts';
import { isForTerminal, lineWidth } from '../../trace/line-width.ts';
import { naturalWidth, paragraph, table, titleLines, totalWidth } from '../../trace/table.ts';
import { withinText } from '../../trace/within-text.ts';
import { checkCommand } from '../check-command.ts';
import { type CellResult, type MatrixResult, type ModelResult, standingOf } from '../matrix-result.ts';
import { stoppedText, wasInterrupted } from '../stopped.ts';
import { coloured } from './check-list.ts';

const VARIANT_WIDTH_MAX = 28;
const CELL_WIDTH_MAX = 12;
const CELL_WIDTH_MIN = 7;

/** `brief`: without the cells that are as expected. */
export function matrixReport(result: MatrixResult, { brief = false } = {}): string[] {
  return [
    ...result.models.flatMap((model) => [
      ...(brief ? [...openLines(model), ...footnotes(model.cells)] : tableLines(model)),
      ...surpriseLines(model),
      ...(result.strict ? doubtLines(model) : []),
    ]),
    ...matrixSummary(result),
  ];
}

/** The table of one model, and what is unexpected in it. */
export function modelReport(model: ModelResult): string[] {
  return [...tableLines(model), ...surpriseLines(model)];
}

/** The end: how many cells there are, and how they count. */
export function matrixSummary(result: MatrixResult): string[] {
  const cells = result.models.flatMap((model) => model.cells);
  const unfinished = cells.filter(({ stopped }) => wasInterrupted(stopped)).length;
  const finished = (cells.length - unfinished).toLocaleString('en');
  const { broken = 0 } = result;
  const unexpected = result.unexpected - broken;
  const expected = cells.length - result.unexpected - result.inconclusive;
  const bounded = cells.filter(({ within }) => within !== undefined).length;
  const verdict = result.unexpected > 0 ? 'violated' : result.inconclusive > 0 ? 'inconclusive' : 'holds';
  return paragraph(
    [
      unfinished === 0 ? counted(cells.length, 'cell') : `interrupted: ${finished} of ${counted(cells.length, 'cell')}`,
      `${expected.toLocaleString('en')} as expected`,
      ...(bounded > 0 ? [`${bounded.toLocaleString('en')} within budgets`] : []),
      ...(broken > 0 ? [`${broken.toLocaleString('en')} broken`] : []),
      ...(unexpected > 0 ? [`${unexpected.toLocaleString('en')} unexpected`] : []),
      ...(result.inconclusive > 0 ? [`${result.inconclusive.toLocaleString('en')} inconclusive`] : []),
      ...(result.doubts > 0 && !result.strict ? [`${counted(result.doubts, 'vacuous thing')} (--strict)`] : []),
      `${result.seconds.toFixed(1)} s`,
    ].join(', '),
  ).map((line) => coloured(verdict, line));
}

function tableLines({ model, title, cells }: ModelResult): string[] {
  return [...titleLines(`${model}: ${title}`, { indent: 2 }), '', ...blocks(cells), ...footnotes(cells)];
}

/** The bounds of verdicts, in the order of the cells: a cell has the number of its own. */
function boundsOf(cells: readonly CellResult[]): readonly string[] {
  return [...new Set(cells.map(({ within }) => withinText(within)))].filter((text) => text !== '');
}

function footnotes(cells: readonly CellResult[]): string[] {
  const lines = boundsOf(cells).flatMap((text, i) =>
    paragraph(`[${i + 1}] ${text}: a larger budget may change the verdict`, { indent: 4 }),
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

/** The inconclusive cells, which the table shows among the others. */
function openLines({ model, cells }: ModelResult): string[] {
  return cells
    .filter((cell) => standingOf(cell) === 'inconclusive')
    .flatMap(({ stopped, parameters }) => [
      `? Inconclusive${stopped === undefined ? '' : ` because ${stoppedText(stopped)}`}.`,
      ...commandLines(model, parameters),
      '',
    ]);
}

function doubtLines({ doubts }: ModelResult): string[] {
  return doubts.length === 0 ? [] : [...doubts.flatMap((doubt) => paragraph(`! ${doubt}`, { indent: 2 })), ''];
}

/** As many scenarios side by side as fit in a line; the next scenarios below. */
function blocks(cells: readonly CellResult[]): string[] {
  const variants = [...new Set(cells.map(({ variant }) => variant))];
  const variant = { width: naturalWidth(['variant', ...variants], VARIANT_WIDTH_MAX) };
  const bounds = boundsOf(cells);
  const byName = new Map(cells.map((cell) => [`${cell.variant}\0${cell.scenario}`, cell]));
  const columns = [...new Set(cells.map(({ scenario }) => scenario))].map((scenario) => {
    const texts = variants.map((name) => cellText(byName.get(`${name}\0${scenario}`), bounds));
    return { scenario, texts, width: Math.max(CELL_WIDTH_MIN, naturalWidth([scenario, ...texts], CELL_WIDTH_MAX)) };
  });

  const groups: (typeof columns)[] = [];
  for (const column of columns) {
    const group = groups.at(-1);
    if (group !== undefined && totalWidth([variant, ...group, column]) <= lineWidth()) group.push(column);
    else groups.push([column]);
  }
  return groups.flatMap((group) => [
    ...table(
      [variant, ...group],
      [
        ['variant', ...group.map(({ scenario }) => scenario)],
        ...variants.map((name, i) => [name, ...group.map(({ texts }) => texts[i] ?? '')]),
      ],
    ),
    '',
  ]);
}

/** `bounds`: of all cells. */
function cellText(cell: CellResult | undefined, bounds: readonly string[]): string {
  if (cell === undefined) return '';
  if (cell.stopped === 'not started') return 'not run';
  if (cell.broken !== undefined) return '! broken';
  const note = cell.within === undefined ? '' : ` [${bounds.indexOf(withinText(cell.within)) + 1}]`;
  const found = `${foundText(cell)}${note}`;
  return cell.surprises.length > 0 ? `! ${found}` : found;
}

/** Where each cell asks one question, its id would tell nothing: the answer does. */
function foundText({ violated, verdict, question }: CellResult): string {
  if (question === undefined || verdict === 'inconclusive') return violated.length > 0 ? violated.join(' ') : verdict;
  const answer = violated.includes(question) ? 'impossible' : 'possible';
  return [answer, ...violated.filter((id) => id !== question)].join(' ');
}

function surpriseLines({ model, cells }: ModelResult): string[] {
  return cells
    .filter(({ surprises }) => surprises.length > 0)
    .flatMap(({ surprises, parameters }) => [
      ...surprises.flatMap((surprise) => paragraph(`! ${surprise}`, { indent: 2 })),
      ...commandLines(model, parameters),
      '',
    ]);
}

/** A command is never cut: on a terminal that is too narrow for it, it continues in the next line, as a shell reads it. */
function commandLines(model: string, parameters: string): string[] {
  const command = inertLine(checkCommand(model, parameters));
  if (!isForTerminal()) return [`  ${command}`];
  const lines = paragraph(command, { width: lineWidth() - '      \\'.length });
  return lines.map((line, i) => `${i === 0 ? '  ' : '    '}${line.trim()}${i < lines.length - 1 ? ' \\' : ''}`);
}
