/** Writes results/estimate.md. */
import { writeFileSync } from 'node:fs';
import { calibrationTables } from './estimate-page.ts';
import { costTable, largerTable } from './measured.ts';

const PAGE = new URL('../../../results/estimate.md', import.meta.url);

export function writeResults(): void {
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    PAGE,
    `# How far estimates are off

What \`everywhen estimate\` said of systems whose size is known. Written by \`npm run calibrate\`, ${date}; [why it estimates so](../docs/decisions/estimate.md).

${calibrationTables()}
## Larger than any that it knows

Systems that are larger than all of the explorations with which it compares, from a first part of them. Here it does know smaller sizes of the same models.

${largerTable()}

## Time and memory

After 300,000 states and the level in which they are reached, beside exploring fully, each in a process of its own, two threads. Other work ran on the machine, so the
times scatter. Here it knows the very cells, so that this is a test of the costs of a state and not of the number of states.

${costTable()}
`,
  );
}
