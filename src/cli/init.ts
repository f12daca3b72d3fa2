/** `everywhen init [folder]`: a project of one's own, and what to type next. */
import { relative } from 'node:path';
import { inertLine } from '../errors.ts';
import { makeProject } from '../init/project.ts';
import { shellWord } from '../report/check-command.ts';
import { EXIT } from './exit.ts';

export function init(folder: string): number {
  const { written, kept } = makeProject(folder);
  const lines = [
    ...written.map((name) => `wrote  ${name}`),
    ...kept.map((name) => `kept   ${name}`),
    '',
    'Next:',
    ...nextCommands(folder).map((command) => `  ${command}`),
  ];
  process.stdout.write(`${lines.map(inertLine).join('\n')}\n`);
  return EXIT.holds;
}

function nextCommands(folder: string): readonly string[] {
  const path = relative('.', folder);
  const install = path === '' ? 'npm install' : `cd ${shellWord(path)} && npm install`;
  return [install, 'npm test', 'npm run check -- variant=unlocked'];
}
