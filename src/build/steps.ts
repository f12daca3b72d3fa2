/** The steps of a build: types and modules, these joined into few files, the kernel, the pages. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The author's to mend: the step has printed why. */
export class BuildFailed extends Error {}

export interface BuildStep {
  readonly name: string;
  /** A script of node_modules or of this folder, and its words. */
  readonly script: string;
  readonly words: readonly string[];
  /** What the script leaves to do. */
  readonly after?: (root: string) => void;
}

/** The files of `everywhen init`, which are no modules. */
const TEMPLATE = join('src', 'init', 'template');

const BUNDLE = fileURLToPath(new URL('./bundle.ts', import.meta.url));
const KERNEL = fileURLToPath(new URL('./kernel.ts', import.meta.url));

const require = createRequire(import.meta.url);

export function stepsInto(folder: string): readonly BuildStep[] {
  const command = join(folder, 'src', 'cli', 'everywhen.js');
  return [
    {
      name: 'modules',
      script: binOf('typescript', 'tsc'),
      words: ['--project', 'src/tsconfig.build.json', '--outDir', folder, '--checkers', '1'],
      after: (root) => {
        chmodSync(command, 0o755);
        cpSync(join(root, TEMPLATE), join(folder, TEMPLATE), { recursive: true });
      },
    },
    { name: 'bundle', script: BUNDLE, words: [folder] },
    {
      name: 'kernel',
      script: KERNEL,
      words: [join(folder, 'src', 'engine', 'kernel', 'kernel.wasm')],
    },
    {
      name: 'kernel of live reports',
      script: KERNEL,
      words: [join(folder, 'src', 'live', 'kernel.wasm'), '--live'],
    },
    ...['report', 'explore', 'live'].map((page) => ({
      name: `page '${page}'`,
      script: binOf('vite', 'vite'),
      words: [
        'build',
        '--config',
        'src/page/browser/vite.config.ts',
        '--mode',
        page,
        '--outDir',
        join(folder, 'pages'),
      ],
    })),
  ];
}

/** Rejects with `BuildFailed` where the script fails, and with an `AbortError` where the signal ended it. */
export async function run({ name, script, words, after }: BuildStep, root: string, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [script, ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
  });
  const [code, killedBy] = await once(child, 'exit');
  if (code !== 0) throw new BuildFailed(`build: ${name} ended with ${killedBy ?? `code ${code}`}`);
  after?.(root);
}

/** The script behind a command of an installed package. */
function binOf(name: string, command: string): string {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = require(manifest) as { readonly bin: string | { readonly [command: string]: string } };
  return join(dirname(manifest), typeof bin === 'string' ? bin : (bin[command] as string));
}
