/** Hostile models and situations that need a process of their own, each with its exit code, its last words, and the files that it leaves. */
import { fileURLToPath } from 'node:url';
import type { DeedName } from '../fixtures/hostile/deeds.ts';

export interface HostileCase {
  readonly title: string;
  /** What a shell runs in an empty folder; `everywhen` is the command from the sources. */
  readonly command: string;
  readonly exitCode: number;
  /** What stderr says, as one line, without the loops' own words. */
  readonly stderr: RegExp;
  readonly stdout?: RegExp;
  /** Written into the folder before. */
  readonly files?: { readonly [name: string]: string };
  /** Files that are there afterwards besides those; none by default. */
  readonly leaves?: readonly string[];
  /** Sent as soon as the loop says that it has begun, as often as given. */
  readonly signals?: readonly NodeJS.Signals[];
  /** The seconds after which it must have ended, counted from its start or its first signal: what results/hostile.md compares with. */
  readonly limit?: number;
  /** It needs a gigabyte of memory, or minutes of other people's time: only in test/full. */
  readonly isCostly?: true;
}

const DEEDS = fileURLToPath(new URL('../fixtures/hostile/deeds.ts', import.meta.url));
const SECONDS = 1;
const of = (deed: DeedName) => `${DEEDS} variant='${deed}'`;
const check = (deed: DeedName, more = '') => `everywhen check ${of(deed)} --step-timeout ${SECONDS}s ${more}`;
const ACT = "step 'act' of process 'p' \\([^)]*\\)";
const CLAIM = "invariant 'I' \\([^)]*\\)";
const LATE = 'has not finished within 1.0 s\\. Does it loop for ever\\?';

const never: readonly HostileCase[] = [
  ...(
    [
      ['loop', ACT],
      ['loop in catch', ACT],
      ['loop in a regular expression', ACT],
      ['loop in a conversion', ACT],
      ['loop in claim', CLAIM],
      ['wait for memory', ACT],
      ['wait for a process', ACT],
    ] as const
  ).map(([deed, name]) => ended(deed, check(deed), `E_STEP ${name} ${LATE}`)),
  ended('loop in build', check('loop in build'), `E_MODEL building [^ ]+ variant=loop in build ${LATE}`),
  ended('loop, by the reference', check('loop', '--engine reference'), `E_STEP ${ACT} ${LATE}`),
  ended('loop in claim, by the reference', check('loop in claim', '--engine reference'), `E_STEP ${CLAIM} ${LATE}`),
  ended('loop, depth first', check('loop', '--order depth-first'), `E_STEP ${ACT} ${LATE}`),
  ended('loop, in random walks', check('loop').replace('check', 'simulate'), `E_STEP ${ACT} ${LATE}`),
  ended(
    'loop in build, in the explorer',
    `${check('loop in build', '--no-open').replace('check', 'explore')}`,
    `E_MODEL building .* ${LATE}`,
  ),
  ended(
    'loop, with files to write',
    check('loop', '--trace-out t.json --checkpoint c --reporter json=r.json'),
    `E_STEP ${ACT} ${LATE}`,
  ),
  {
    title: 'loop, where --timeout is over first',
    command: `everywhen check ${of('loop')} --timeout ${SECONDS}s`,
    exitCode: 3,
    stderr: new RegExp(`^Inconclusive: its time was over while evaluating ${ACT}, for`),
    limit: SECONDS,
  },
  {
    title: 'loop in build, where --timeout is over first',
    command: `everywhen check ${of('loop in build')} --timeout ${SECONDS}s`,
    exitCode: 3,
    stderr: /^Inconclusive: its time was over while building .* variant=loop in build, for/,
    limit: SECONDS,
  },
];

const UNBOUNDED = 'allocates without bound: the process grew by 1 GB meanwhile\\.';
/** A slow machine does not get that far in the time of a step. */
const UNBOUNDED_OR_LATE = `(${UNBOUNDED}|has not finished within 10 s\\.)`;
const hoards: readonly HostileCase[] = [
  ended('hoard buffers', `everywhen check ${of('hoard buffers')} --step-timeout 60s`, `E_STEP ${ACT} ${UNBOUNDED}`, 60),
  ...(
    [
      ['hoard objects', `E_STEP ${ACT} ${UNBOUNDED_OR_LATE}`, ''],
      ['hoard objects', `E_STEP ${ACT} ${UNBOUNDED_OR_LATE}`, '--engine reference'],
      ['hoard in claim', `E_STEP ${CLAIM} ${UNBOUNDED}`, ''],
      ['hoard in build', `E_MODEL building .* ${UNBOUNDED}`, ''],
    ] as const
  ).map(
    ([deed, what, more]): HostileCase => ({
      ...ended(`${deed} ${more}`.trim(), `everywhen check ${of(deed)} ${more}`, what, 10),
      isCostly: true,
    }),
  ),
];

const imports: readonly HostileCase[] = (
  [
    ['a loop', 'for (;;);', `E_MODEL loading './m.ts' ${LATE}`],
    ['process.exit(0)', 'process.exit(0);', "E_MODEL loading './m.ts' calls process.exit."],
    [
      'process.reallyExit(0)',
      '(process as never as { reallyExit(code: number): void }).reallyExit(0);',
      "E_MODEL loading './m.ts' calls process.reallyExit.",
    ],
    ['process.abort()', 'process.abort();', "E_MODEL loading './m.ts' calls process.abort."],
    [
      'process.kill(process.pid)',
      "process.kill(process.pid, 'SIGKILL');",
      "E_MODEL loading './m.ts' calls process.kill.",
    ],
    [
      'an await without end',
      'await new Promise(() => {});',
      "E_MODEL loading './m.ts' waits for something that never happens.",
    ],
    [
      'an await without end, and a timer',
      'setInterval(() => {}, 9); await new Promise(() => {});',
      `E_MODEL loading './m.ts' ${LATE}`,
    ],
    [
      'an exit a little later',
      'setTimeout(() => process.exit(0)); await new Promise((r) => setTimeout(r, 300));',
      "E_MODEL loading './m.ts' calls process.exit.",
    ],
    [
      'an exception a little later',
      "setTimeout(() => { throw 'x'; }); await new Promise((r) => setTimeout(r, 300));",
      'E_MODEL something that the model began outside its steps throws x',
    ],
    [
      'a rejection that nothing catches',
      "Promise.reject(new Error('x')); await new Promise((r) => setTimeout(r, 300));",
      'E_MODEL something that the model began outside its steps throws Error: x',
    ],
    ['throw undefined', 'throw undefined;', "E_MODEL './m.ts' throws while it is loaded: undefined"],
  ] as const
).map(([title, text, message]) => ({
  ...ended(
    `import: ${title}`,
    `everywhen check ./m.ts --step-timeout ${message.includes(LATE) ? SECONDS : 10}s`,
    message,
  ),
  files: { 'm.ts': `${text}\nexport default 1;\n` },
}));

const codes: readonly HostileCase[] = [
  {
    title: 'an exit code of the model’s own, beside a violation',
    command: check('exit with an exit code'),
    exitCode: 1,
    stderr: /^$/,
    stdout: /violated +I/,
  },
  { title: 'a timer that never ends', command: check('stay alive'), exitCode: 0, stderr: /^$/, stdout: /holds$/ },
  {
    title: 'a report that the model prints',
    command: check('print a report', '--format json'),
    exitCode: 1,
    stderr: /^(\{"verdict":"holds"\} ?)+$/,
    stdout: /^\{"model":.*"verdict":"violated".*\}$/,
  },
];

const FULL = /E_USAGE standard output cannot be written: ENOSPC/;
const outputs: readonly HostileCase[] = [
  { title: 'check > /dev/full', command: `${check('nothing')} > /dev/full`, exitCode: 2, stderr: FULL },
  {
    title: 'check as JSON > /dev/full',
    command: `${check('nothing', '--format json')} > /dev/full`,
    exitCode: 2,
    stderr: FULL,
  },
  {
    title: 'matrix > /dev/full, which writes its file all the same',
    command: `everywhen matrix ${of('nothing')} --reporter list,junit=j.xml > /dev/full`,
    exitCode: 2,
    stderr: FULL,
    leaves: ['j.xml'],
  },
  { title: 'list > /dev/full', command: 'everywhen list peterson > /dev/full', exitCode: 2, stderr: FULL },
  { title: '--help > /dev/full', command: 'everywhen --help > /dev/full', exitCode: 2, stderr: FULL },
  {
    title: 'stderr to /dev/full',
    command: `${check('nothing')} 2> /dev/full`,
    exitCode: 0,
    stderr: /^$/,
    stdout: /holds$/,
  },
  {
    title: 'a reader that has gone, beside a violation',
    command: `set -o pipefail; ${check('exit with an exit code')} | true`,
    exitCode: 1,
    stderr: /^$/,
  },
  {
    title: 'a reader of one line',
    command: `set -o pipefail; ${check('nothing')} | head -1`,
    exitCode: 0,
    stderr: /^$/,
    stdout: /deeds\.ts/,
  },
];

const signals: readonly HostileCase[] = [
  interrupted('Ctrl-C in a step', `everywhen check ${of('loop')}`, `evaluating ${ACT}`),
  interrupted(
    'Ctrl-C in a step, by the reference',
    `everywhen check ${of('loop')} --engine reference`,
    `evaluating ${ACT}`,
  ),
  interrupted('SIGTERM in a step', `everywhen check ${of('loop')}`, `evaluating ${ACT}`, ['SIGTERM']),
  interrupted('Ctrl-C in a claim', `everywhen check ${of('loop in claim')}`, `evaluating ${CLAIM}`),
  interrupted('Ctrl-C in build', `everywhen check ${of('loop in build')}`, 'building .* variant=loop in build'),
  interrupted('Ctrl-C in a call of the system', `everywhen check ${of('wait for a process')}`, `evaluating ${ACT}`),
  interrupted('Ctrl-C twice', `everywhen check ${of('loop in catch')}`, `evaluating ${ACT}`, ['SIGINT', 'SIGINT']),
  {
    ...interrupted('Ctrl-C while a model is loaded', 'everywhen check ./m.ts', "loading './m.ts'"),
    files: { 'm.ts': "import { writeSync } from 'node:fs';\nwriteSync(2, 'for ever\\n');\nfor (;;);\n" },
  },
];

const some = 'variant=nothing,loop,exit,"loop in build","promise of a claim","exit with an exit code"';
const many: readonly HostileCase[] = [
  {
    title: 'a matrix with broken cells, with every reporter',
    command: `everywhen matrix ${DEEDS} ${some} --step-timeout ${SECONDS}s --no-open --reporter list,json=r.json,junit=j.xml`,
    exitCode: 2,
    stderr: new RegExp(`E_STEP ${ACT} ${LATE}.* 3 other cells are broken, too\\.`),
    stdout:
      /nothing +holds.* loop +! broken.* loop in build +! broken.* exit +! broken.* exit with an exit code +I .* 6 cells, 2 as expected, 4 broken/,
    leaves: ['j.xml', 'r.json'],
    limit: 3,
  },
  {
    title: 'a matrix with a cell that takes longer than --timeout',
    command: `everywhen matrix ${DEEDS} variant=nothing,loop --timeout ${SECONDS}s`,
    exitCode: 3,
    stderr: /^(\d of 2 cells ?)*$/,
    stdout: /nothing +holds.* loop +inconclusive.* 2 cells, 1 as expected, 1 inconclusive/,
    limit: 2,
  },
  {
    title: 'Ctrl-C in a matrix with a cell that never ends',
    command: `everywhen matrix ${DEEDS} variant=nothing,loop --workers 1`,
    exitCode: 130,
    stderr: /^(\d of 2 cells ?)*$/,
    stdout: /nothing +holds.* loop +inconclusive/,
    signals: ['SIGINT'],
    limit: 2,
  },
  {
    title: 'a night with broken cells',
    command: `everywhen nightly ${DEEDS} --sets matrix --step-timeout ${SECONDS}s --budget 60s --out out --format json > night.json`,
    exitCode: 2,
    stderr: /./,
    leaves: ['night.json', 'out'],
    isCostly: true,
  },
];

export const HOSTILE_CASES: readonly HostileCase[] = [
  ...never,
  ...hoards,
  ...imports,
  ...codes,
  ...outputs,
  ...signals,
  ...many,
];

function ended(title: string, command: string, message: string, limit = SECONDS): HostileCase {
  return { title, command, exitCode: 2, stderr: new RegExp(`^${message}`), limit };
}

function interrupted(
  title: string,
  command: string,
  doing: string,
  sent: readonly NodeJS.Signals[] = ['SIGINT'],
): HostileCase {
  return {
    title,
    command,
    exitCode: 130,
    stderr: new RegExp(`^Interrupted while ${doing}, for`),
    signals: sent,
    limit: 0,
  };
}
