/** `--reporter list,junit=FILE`: which reporters were asked for, and where each of them writes. */
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { nearMiss } from '../model/names.ts';

export type ReporterName = 'list' | 'json' | 'junit' | 'github' | 'html' | 'silent';

/** `text`: to standard output or to a file. `commands`: lines for whoever runs CI, to standard output. `folder`: to files of its own. `nowhere`: nothing. */
const WRITES: { readonly [name in ReporterName]: 'text' | 'folder' | 'commands' | 'nowhere' } = {
  list: 'text',
  json: 'text',
  junit: 'text',
  github: 'commands',
  html: 'folder',
  silent: 'nowhere',
};

export interface ReporterChoice {
  readonly name: ReporterName;
  /** Its file or folder; standard output if there is none. */
  readonly target?: string;
}

/** Where pages are written, if nobody says where. */
export const REPORT_FOLDER = 'everywhen-report';

export const REPORTER_NAMES = Object.keys(WRITES) as readonly ReporterName[];
const NEXT = 'everywhen matrix --reporter list,junit=FILE';

/** Throws `E_USAGE` for a name that is none, and where two would get into each other's way. */
export function parseReporters(text: string): readonly ReporterChoice[] {
  const choices = text.split(',').map(parseChoice);
  const onStandardOutput = choices.filter(({ name, target }) => target === undefined && WRITES[name] !== 'commands');
  // A runner takes commands out of a log, so they may stand beside a list; beside JSON or XML they would spoil it.
  const spoilt = choices.some(({ name }) => WRITES[name] === 'commands')
    ? onStandardOutput.filter(({ name }) => name !== 'list').map(({ name }) => `${name}, github`)
    : [];
  if (onStandardOutput.length > 1 || spoilt.length > 0) {
    const names = spoilt[0] ?? onStandardOutput.map(({ name }) => name).join(', ');
    throw new UserError('E_USAGE', `more than one reporter would write to standard output: ${names}.`, {
      hint: onStandardOutput.some(({ name }) => name === 'silent')
        ? 'silent is for standard output that stays empty.'
        : 'Give all but one of them a file.',
      next: NEXT,
    });
  }
  const files = choices.flatMap(({ target }) => (target === undefined ? [] : [resolve(target)]));
  const twice = files.find((file, i) => files.indexOf(file) < i);
  if (twice !== undefined) throw new UserError('E_USAGE', `two reporters would write to '${twice}'.`, { next: NEXT });
  return choices;
}

function parseChoice(word: string): ReporterChoice {
  const at = word.indexOf('=');
  const name = (at < 0 ? word : word.slice(0, at)).trim();
  if (!isReporterName(name)) {
    throw new UserError('E_USAGE', `there is no reporter '${name}'.`, {
      hint: `There are ${REPORTER_NAMES.join(', ')}. ${nearMiss(name, REPORTER_NAMES)}`.trim(),
      next: NEXT,
    });
  }
  if (at < 0) return WRITES[name] === 'folder' ? { name, target: REPORT_FOLDER } : { name };
  const target = word.slice(at + 1);
  if (WRITES[name] !== 'text' && WRITES[name] !== 'folder')
    throw new UserError('E_USAGE', `the reporter ${name} takes no file.`, { next: NEXT });
  if (target === '') {
    throw new UserError('E_USAGE', `the reporter ${name} has no file after '='.`, {
      hint: `Without '=' it writes to standard output.`,
      next: NEXT,
    });
  }
  return { name, target };
}

function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(WRITES, name);
}
