/**
 * Joins the compiled modules of Everywhen into few files: `node src/build/bundle.ts FOLDER`, after `tsc` has compiled into FOLDER.
 *
 * Node takes some 0.3 ms to find, read and link a module, and a check needs 240 of them. The checker's own modules become one file, the
 * others one for each command. Where a module starts a thread or a process, the entry of that stays a file of its own. Threads that need
 * little of the checker share a file without the rest: it takes a thread 40 ms to load a megabyte that it does not use.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { CHECKER_LAYERS } from '../cells/checker-layers.ts';
import { entriesIn, importsOf } from './entries.ts';
import { joinForBrowsers } from './in-browser.ts';
import { licencesOf } from './licences.ts';

/** Node of any version has to read it. */
const COMMAND = 'cli/everywhen.js';
const CHUNKS = 'chunks';
const IN_BROWSER = 'live/in-browser.js';
/** What runs in them imports few modules. */
const LIGHT_THREADS = ['engine/exploring/thread.js', 'cli/process/watchdog-thread.js', 'bench/reader.js'];
/** What only one command needs, and would bring a hundred packages. */
const EMBEDDED =
  /^(@modelcontextprotocol\/|@valibot\/to-json-schema|zod|ajv|json-schema-typed|fast-uri|fast-deep-equal|json-schema-traverse)/;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('bundle.ts FOLDER');
const source = join(folder, 'src');
const modules = filesOf(source);
// Before the files of the entries are replaced.
await joinForBrowsers(folder, IN_BROWSER);
const entries = entriesIn(source, modules);
const ofThreads = new Set(LIGHT_THREADS.flatMap((entry) => importsOf(source, entry)));
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry.replace(/\.js$/, ''), join(source, entry)])),
  platform: 'node',
  // Other packages stay packages: a model and Everywhen must have the same Immutable.
  external: (id) => /^[^./]/.test(id) && !EMBEDDED.test(id),
  plugins: [ownUrls(source)],
});
const { output } = await bundle.write({
  dir: source,
  entryFileNames: '[name].js',
  chunkFileNames: `${CHUNKS}/[name]-[hash].js`,
  keepNames: true,
  codeSplitting: {
    groups: [
      { name: 'threads', test: (id) => ofThreads.has(relative(source, id)) },
      { name: 'checker', test: (id) => isChecker(relative(source, id)) },
    ],
  },
});
await bundle.close();
const joined = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
writeFileSync(join(folder, 'LICENCES.txt'), licencesOf(joined));
const written = new Set([COMMAND, IN_BROWSER, ...output.map(({ fileName }) => fileName)]);
for (const file of modules) if (!written.has(file)) rmSync(join(source, file));

function filesOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
}

/** What decides about the verdict of a cell, by which nights recognise a result (`cells/cell-identity.ts`). Entries do what they do on import. */
function isChecker(file: string): boolean {
  if (entries.includes(file)) return false;
  return CHECKER_LAYERS.some((layer) => file.startsWith(`${layer}/`)) || file === 'errors.js';
}

/** `import.meta.url` goes on meaning the place of the module, wherever its code comes to stand. */
function ownUrls(root: string): Plugin {
  const placeholder = (file: string) => `__OWN_URL__(${JSON.stringify(file)})`;
  return {
    name: 'own-urls',
    transform: (code, id) => code.replaceAll('import.meta.url', placeholder(relative(root, id))),
    renderChunk: (code, { fileName }) =>
      code.replaceAll(/__OWN_URL__\((".*?")\)/g, (_, file: string) => {
        const from = relative(dirname(fileName), JSON.parse(file));
        return `new URL(${JSON.stringify(from)}, import.meta.url).href`;
      }),
  };
}
