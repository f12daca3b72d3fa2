/** `--reporter list,junit=FILE`: the requested reporters, and where each of them writes. */
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { nearMiss } from '../model/names.ts';

export type ReporterName = 'list' | 'json' | 'junit' | 'github' | 'html' | 'silent';

/** `text`: to standard output or to a file. `commands`: for the CI system, to standard output. `folder`: its own files. `nowhere`: nothing. */
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
  /** Its file or folder; standard output if undefined. */
  readonly target?: string;
  /** Of a page: with its models, so that a reader can explore further. */
  readonly live?: true;
}

const LIVE = 'live';

/** Where pages are written by default. */
export const REPORT_FOLDER = 'everywhen-report';

export const REPORTER_NAMES = Object.keys(WRITES) as readonly ReporterName[];
const NEXT = 'everywhen matrix --reporter list,junit=FILE';

/** Throws `E_USAGE` for an unknown name, and if two reporters would write to the same place. */
export function parseReporters(text: string): readonly ReporterChoice[] {
  const choices = choicesIn(text.split(','));
  const onStandardOutput = choices.filter(({ name, target }) => target === undefined && WRITES[name] !== 'commands');
  // A CI runner extracts commands from the log, so they may be mixed with a list; they would make JSON or XML invalid.
  const spoilt = choices.some(({ name }) => WRITES[name] === 'commands')
    ? onStandardOutput.filter(({ name }) => name !== 'list').map(({ name }) => `${name}, github`)
    : [];
  if (onStandardOutput.length > 1 || spoilt.length > 0) {
    const names = spoilt[0] ?? onStandardOutput.map(({ name }) => name).join(', ');
    throw new UserError('E_USAGE', `more than one reporter would write to standard output: ${names}.`, {
      hint: onStandardOutput.some(({ name }) => name === 'silent')
        ? 'The reporter silent keeps standard output empty.'
        : 'Give all but one of them a file.',
      next: NEXT,
    });
  }
  const files = choices.flatMap(({ target }) => (target === undefined ? [] : [resolve(target)]));
  const twice = files.find((file, i) => files.indexOf(file) < i);
  if (twice !== undefined) throw new UserError('E_USAGE', `two reporters would write to '${twice}'.`, { next: NEXT });
  return choices;
}

/** `live` belongs to the page before it. */
function choicesIn(words: readonly string[]): ReporterChoice[] {
  const choices: ReporterChoice[] = [];
  for (const word of words) {
    const last = choices.at(-1);
    if (word.trim() !== LIVE) choices.push(parseChoice(word));
    else if (last?.name === 'html') choices.splice(-1, 1, { ...last, live: true });
    else {
      throw new UserError('E_USAGE', `'${LIVE}' is no reporter: it belongs to html, directly behind it.`, {
        next: 'everywhen matrix --reporter list,html=FOLDER,live',
      });
    }
  }
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
