/**
 * `npm run calibrate`: explores all cells of cells.ts, which takes a minute or two, writes what estimates compare with, and then the errors of
 * the estimates to results/estimate.md.
 */
import { writeFileSync } from 'node:fs';
import { CELLS } from './cells.ts';
import { exploredLine } from './explored.ts';

const KNOWN = new URL('../../../src/estimate/known-explorations.ts', import.meta.url);
const lines: string[] = [];
for (const cell of CELLS) {
  lines.push(await exploredLine(cell));
  process.stderr.write(`${cell}\n`);
}
writeFileSync(
  KNOWN,
  `/**
 * Explorations that were finished, a line each: the cell, its transitions, and by level the states, the distinct states that random walks met
 * there, and the steps of the walks that led there. Written by \`npm run calibrate\`.
 */
export const KNOWN_EXPLORATIONS: readonly string[] = [
${lines.map((line) => `  '${line}',`).join('\n')}
];
`,
);
await (await import('./write-results.ts')).writeResults();
