/** The HTML reports of the systems and the races, made by the command over their default matrices, and the page that leads to them. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedModels } from '../load/shipped.ts';
import type { MatrixResult } from '../report/matrix-result.ts';
import { PAGES, PUBLIC, ROOT } from './places.ts';
import { runTool } from './run-tool.ts';

const COMMAND = join(ROOT, 'dist', 'src', 'cli', 'everywhen.js');

interface ReportRow {
  readonly name: string;
  readonly title: string;
  readonly page: string;
  readonly cells: number;
  readonly withViolation: number;
}

/** All shipped models but the classics, which are the checker's yardstick. */
export function reportedModels(): readonly { readonly name: string; readonly isRace: boolean }[] {
  return shippedModels()
    .filter(({ path }) => !path.includes('/classics/'))
    .map(({ name, path }) => ({ name, isRace: path.includes('/races/') }));
}

export async function writeReports(onReport: (name: string) => void): Promise<void> {
  const rows = new Map<boolean, ReportRow[]>([
    [false, []],
    [true, []],
  ]);
  for (const { name, isRace } of reportedModels()) {
    onReport(name);
    const page = isRace ? 'models/races/index.md' : `models/${name}/index.md`;
    rows.get(isRace)?.push({ ...(await writeReport(name)), page });
  }
  const table = (of: readonly ReportRow[]) =>
    [
      '| report | about | cells | with a violation |',
      '| --- | --- | --- | --- |',
      ...of.map((row) => {
        const about = `[${row.title}](/${row.page})`;
        return `| [${row.name}](/reports/${row.name}.html) | ${about} | ${row.cells} | ${row.withViolation} |`;
      }),
    ].join('\n');
  mkdirSync(join(PAGES, 'reports'), { recursive: true });
  writeFileSync(
    join(PAGES, 'reports', 'index.md'),
    `# Reports

What \`everywhen matrix MODEL --reporter html\` writes, for each system and each race, over its default matrix. Every verdict
is the expected one; a violation is expected of code before its fix, of a candidate that does not hold, and of a fix with a part left
out. In a report, select a cell and a property to step through the counterexample.

## Systems

${table(rows.get(false) ?? [])}

## Races

${table(rows.get(true) ?? [])}
`,
  );
}

async function writeReport(name: string): Promise<Omit<ReportRow, 'page'>> {
  const reports = join(PUBLIC, 'reports');
  const folder = join(reports, name);
  const words = [COMMAND, 'matrix', name, '--reporter', `json,html=${folder}`];
  const { models } = JSON.parse(await runTool(process.execPath, words, ROOT)) as MatrixResult;
  renameSync(join(folder, 'index.html'), join(reports, `${name}.html`));
  rmSync(folder, { recursive: true });
  const cells = models.flatMap((model) => model.cells);
  return {
    name,
    title: models[0]?.title ?? name,
    cells: cells.length,
    withViolation: cells.filter(({ violated }) => violated.length > 0).length,
  };
}
