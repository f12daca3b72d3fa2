/** A small model whose variants are in separate modules, and nights of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { CellRecord } from '../../src/nightly/record.ts';
import { everywhen, everywhenHere } from './cli.ts';
import { folderWith } from './files.ts';

/** Counts from `start` to n; `step` of the variant's module is the increment. P claims that it stays below 3. */
const MODEL = `
import { createRequire } from 'node:module';
import { defineModel, defineSystem, expecting, sizeRange, variant, violated } from 'everywhen';
import { start } from './shared.ts';
const require = createRequire(import.meta.url);
const model = defineModel({
  name: 'counter', title: 'a counter with a bound',
  parameters: { variant: variant('left', 'right'), n: sizeRange({ from: 1, to: 9999999, initial: 3 }) },
  build: ({ variant, n }) => {
    const { step } = variant === 'left' ? require('./left.ts') : require('./right.ts');
    return defineSystem({ count: start })
      .process('p', { up: (s) => s.when(s.get('count') < n)?.update('count', step) }, { end: 'loop', mayWaitAt: ['up'] })
      .invariant('P', 'below 3', (s) => s.get('count') < 3);
  },
});
const expected = { P: violated('it counts to 3', ['three', 'four']) };
export default expecting(model, {
  variants: ['left', 'right'], scenarios: { two: { n: 2 }, three: { n: 3 } }, moreScenarios: { four: { n: 4 } },
  expected: { left: expected, right: expected },
  nightly: { nine: { parameters: { n: 9 }, violated: ['P'], states: 10, transitions: 9 } },
});
`;

/** In the order of declaration: 1 of nights, 4 of the matrix, 2 more. */
export const CELLS = ['n=9', 'n=2', '', 'variant=right n=2', 'variant=right', 'n=4', 'variant=right n=4'];
export const LEFT = ['n=9', 'n=2', '', 'n=4'];

export interface FinishedNight {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly name: string;
  readonly verdict: string;
  readonly records: readonly CellRecord[];
  /** The parameters of the cells that were run. */
  readonly ran: readonly string[];
}

/** A folder with the model, and the commands that run in it. */
export class NightFolder {
  readonly folder: string;
  #hasRun = false;
  /** A process loads a module once: after an edit, this one has another model than its folder. */
  #isStale = false;

  readonly #threads: number;

  /** Each thread of a night loads the checker anew. One is enough for tests that are not about how cells are distributed. */
  constructor(t: ExecutionContext, threads = 1) {
    this.#threads = threads;
    this.folder = folderWith(t, {
      'm.ts': MODEL,
      'shared.ts': 'export const start = 0;\n',
      'left.ts': "import { one } from './one.ts';\nexport const step = (c: number) => c + one;\n",
      'one.ts': 'export const one = 1;\n',
      'right.ts': 'export const step = (c: number) => c + 1;\n',
      'other.ts': 'export {};\n',
    });
  }

  edit(file: string, change: (text: string) => string): void {
    const path = join(this.folder, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    this.#isStale ||= this.#hasRun;
  }

  read(...path: readonly string[]): string {
    return readFileSync(join(this.folder, ...path), 'utf8');
  }

  /** Runs `everywhen` in the folder. */
  run(...words: readonly string[]) {
    this.#hasRun = true;
    const isNight = words[0] === 'nightly' && !words.includes('--workers');
    const all = isNight ? [...words, '--workers', String(this.#threads)] : words;
    return (this.#isStale ? everywhen : everywhenHere)(all, { cwd: this.folder });
  }

  /** Runs a night, as a program that reads JSON. */
  async night(...words: readonly string[]): Promise<FinishedNight> {
    const { exitCode, stdout, stderr } = await this.run(
      'nightly',
      './m.ts',
      '--out',
      'nights',
      ...words,
      '--format',
      'json',
    );
    const { run, verdict, records } =
      stdout === '' ? { run: { name: '' }, verdict: '', records: [] } : JSON.parse(stdout);
    const ran = (records as CellRecord[]).filter(({ came }) => came === 'ran').map(({ parameters }) => parameters);
    return { exitCode, stdout, stderr, name: run.name, verdict, records, ran: inOrder(ran) };
  }
}

/** In the order of `CELLS`, because cells end in any order. */
export function inOrder(parameters: readonly string[]): readonly string[] {
  return parameters.toSorted((a, b) => CELLS.indexOf(a) - CELLS.indexOf(b));
}
