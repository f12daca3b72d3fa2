/**
 * The API reference: a page for each public name, from its comment and its type, by TypeDoc as Markdown, so that the site's search and
 * navigation have it too. The page that leads to them has our groups, and of each name the first sentence.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { API_GROUPS } from './api-groups.ts';
import { PAGES, ROOT, SITE } from './places.ts';
import { runTool } from './run-tool.ts';
import type { SidebarItem } from './settings.ts';

const FOLDER = join(PAGES, 'api');
/** What TypeDoc writes where a name stands in the sources. */
const DEFINED_IN = /^Defined in: \[[^\]]*\]\(\/source\/(.+)\.md\)$/gm;

interface ApiPages {
  readonly sidebar: readonly SidebarItem[];
  /** The source files in which names are defined. */
  readonly sources: readonly string[];
}

export async function writeApi(): Promise<ApiPages> {
  const options = join(SITE, 'typedoc.json');
  writeFileSync(join(SITE, 'tsconfig.json'), JSON.stringify(COMPILER));
  writeFileSync(options, JSON.stringify(TYPEDOC));
  await runTool(
    process.execPath,
    [join(SITE, 'node_modules', 'typedoc', 'bin', 'typedoc'), '--options', options],
    SITE,
  );

  const files = globSync('*/*.md', { cwd: FOLDER });
  const texts = new Map(files.map((file) => [file, readPage(file)]));
  const pages = Map.groupBy(files, (file) => basename(file, '.md'));
  const linkOf = (file: string) => `/api/${file.replaceAll(sep, '/')}`;
  const groups = API_GROUPS.map(({ title, names }) => ({
    title,
    items: names.flatMap((name) =>
      (pages.get(name) ?? []).map((file) => ({
        text: name,
        link: linkOf(file),
        summary: summaryOf(texts.get(file) ?? ''),
      })),
    ),
  }));
  writeFileSync(
    join(FOLDER, 'index.md'),
    [
      '# API',
      'The public names of `everywhen`, from which models, and tests that check them, are written. The [guide](/docs/index.md) says how.',
      ...groups.flatMap(({ title, items }) => [
        `## ${title}`,
        items
          .map(({ text, link, summary }) => `- [\`${text}\`](${link})${summary === '' ? '' : `: ${summary}`}`)
          .join('\n'),
      ]),
      '',
    ].join('\n\n'),
  );
  const sources = [...texts.values()].flatMap((text) =>
    [...text.matchAll(DEFINED_IN)].map(([, source = '']) => source),
  );
  const sidebar = groups.map(({ title, items }) => ({
    text: title,
    items: items.map(({ text, link }) => ({ text, link })),
  }));
  return { sidebar: [{ text: 'API', link: '/api/' }, ...sidebar], sources: [...new Set(sources)] };
}

/**
 * Without the anchors that TypeDoc gives to type parameters: nothing links to them, and several of a page have the same name. The parts of a
 * function's description are no headings: a search would find them all, and not what they describe. What a class inherits is in no file of
 * ours.
 */
function readPage(file: string): string {
  const path = join(FOLDER, file);
  const text = readFileSync(path, 'utf8')
    .replaceAll(/<a id="type-parameter-[^"]*"><\/a> /g, '')
    .replaceAll(/^Defined in: \[node\\_modules.*\n\n/gm, '')
    .replaceAll(
      /^#+ (Type Parameters|Parameters|Returns|Throws|Example|Type Declaration|Overrides|Inherited from)$/gm,
      '**$1**',
    );
  writeFileSync(path, text);
  return text;
}

/** The first sentence of the comment, which follows where the name is defined. */
function summaryOf(page: string): string {
  const [, after = ''] = page.split(/^Defined in: .*$/m);
  const paragraph = after.trim().split('\n\n')[0] ?? '';
  if (/^[#>`|]/.test(paragraph)) return '';
  return (
    paragraph
      .replaceAll('\n', ' ')
      .match(/^.*?[.:](?=\s|$)/)?.[0]
      .replace(/:$/, '.') ?? ''
  );
}

/** The public names and what they lead to; no model and no test. */
const COMPILER = {
  extends: relative(SITE, join(ROOT, 'tsconfig.json')),
  files: ['src/index.ts', 'src/engine/globals.d.ts'].map((file) => relative(SITE, join(ROOT, file))),
  include: [],
  exclude: [],
};

const TYPEDOC = {
  entryPoints: [join(ROOT, 'src', 'index.ts')],
  tsconfig: join(SITE, 'tsconfig.json'),
  plugin: ['typedoc-plugin-markdown'],
  out: FOLDER,
  readme: 'none',
  // Types are checked by the compiler of the project, which is another version.
  skipErrorChecking: true,
  // Names that a public type mentions and that are not public have no page; the source page, which is linked, has them.
  validation: false,
  // What a class inherits from Immutable.js has its own documentation.
  excludeExternals: true,
  basePath: ROOT,
  displayBasePath: ROOT,
  disableGit: true,
  gitRevision: 'main',
  sourceLinkTemplate: '/source/{path}.md',
  outputFileStrategy: 'members',
  entryFileName: 'index',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  sanitizeComments: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
};
