/** Pages that show a source file or list a folder, for each that a page links. The search leaves them out. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { copyPathOf, folderPathOf, type LinkTargets, sourcePathOf } from './links.ts';
import { PAGES, PUBLIC, ROOT } from './places.ts';

/** Larger files, as recorded verdicts, are offered as they are, and so are pictures. */
const SHOWN_MAX_BYTES = 30_000;
const HEAD = '---\nsearch: false\nsidebar: false\naside: false\nprev: false\nnext: false\n---\n\n';
const LANGUAGES: { readonly [extension: string]: string } = {
  '.ts': 'ts',
  '.tsx': 'tsx',
  '.json': 'json',
  '.yml': 'yaml',
  '.yaml': 'yaml',
  '.css': 'css',
  '.html': 'html',
};

/** Of the files and folders that pages link; `files` are all of the project. */
export function writeSourcePages(linked: readonly string[], files: readonly string[]): Omit<LinkTargets, 'pages'> {
  const folders = linked.filter((path) => !files.includes(path));
  const listed = folders
    .map((folder) => ({ folder, inside: files.filter((file) => posix.dirname(file) === folder) }))
    .filter(({ inside }) => inside.length > 0);
  const wanted = new Set([...linked.filter((path) => files.includes(path)), ...listed.flatMap(({ inside }) => inside)]);
  const isShown = (file: string) => statSync(join(ROOT, file)).size <= SHOWN_MAX_BYTES && extname(file) !== '.png';
  const sources = [...wanted].filter(isShown);
  const copies = [...wanted].filter((file) => !isShown(file));
  for (const file of sources) writePage(sourcePathOf(file), sourcePage(file));
  for (const file of copies) write(join(PUBLIC, copyPathOf(file)), readFileSync(join(ROOT, file)));
  for (const { folder, inside } of listed) {
    const entries = inside.map((file) => {
      return `- [${posix.basename(file)}](/${isShown(file) ? sourcePathOf(file) : copyPathOf(file)})`;
    });
    writePage(folderPathOf(folder), `# ${folder}\n\n${entries.join('\n')}\n`);
  }
  return { sources, copies, folders: listed.map(({ folder }) => folder) };
}

function sourcePage(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8').trimEnd();
  // A fence ends at as many backticks as it begins with.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `# ${file}\n\n${fence}${LANGUAGES[extname(file)] ?? 'txt'}\n${text}\n${fence}\n`;
}

function writePage(path: string, text: string): void {
  write(join(PAGES, path), HEAD + text);
}

function write(file: string, text: string | Uint8Array): void {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
