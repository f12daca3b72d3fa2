/**
 * The pages of the site and their order. The guide, the decisions and the results are in the order in which their first page names them,
 * so a page that people can find by reading is found on the site, and no list is kept twice.
 */
import { posix } from 'node:path';
import { pagePathOf } from './links.ts';
import type { SidebarItem, Sidebars } from './settings.ts';

export interface NavigationGroup {
  readonly title: string;
  /** Markdown files, relative to the root. */
  readonly pages: readonly string[];
  /** A long list, which has a sidebar of its own: the address of its first page. */
  readonly apart?: string;
}

/** Markdown files that are no pages: what GitHub shows where a pull request is written. */
const NO_PAGE = /^\.github\//;
/** Pages that lead to others and that no file of the project is. */
const GENERATED: readonly SidebarItem[] = [
  { text: 'API', link: '/api/' },
  { text: 'Reports', link: '/reports/' },
];
const LINK = /\]\(([^)#\s]+\.md)(?:#[^)\s]*)?\)/g;

/** Of all files of the project; `read` gives the text of one. */
export function navigationOf(files: readonly string[], read: (file: string) => string): readonly NavigationGroup[] {
  const ladder = (folder: string) => [`${folder}/README.md`, ...namedIn(folder, read)];
  return [
    { title: 'Guide', pages: ['README.md', ...ladder('docs')] },
    { title: 'Models', pages: pagesOf(files).filter((file) => file.startsWith('models/')) },
    {
      title: 'Internals',
      pages: ['src/README.md', 'src/engine/README.md', 'src/page/README.md', 'docs/pages/README.md'],
    },
    { title: 'Decisions', pages: ladder('docs/decisions'), apart: '/docs/decisions/' },
    { title: 'Results', pages: ladder('results'), apart: '/results/' },
    {
      title: 'Project',
      pages: ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'src/init/create-everywhen/README.md'],
    },
  ];
}

/**
 * What stands beside a page, by the beginning of its address. Groups cannot be folded: of a fold, VitePress 1.6 makes a button in a button,
 * which keyboards and screen readers do not reach.
 */
export function sidebarsOf(groups: readonly NavigationGroup[], read: (file: string) => string): Sidebars {
  const item = (file: string): SidebarItem => ({ text: titleOf(read(file)), link: `/${pagePathOf(file)}` });
  const apart = groups.flatMap((group) => (group.apart === undefined ? [] : [[group.apart, group.pages] as const]));
  const together = groups.filter((group) => group.apart === undefined);
  return {
    ...Object.fromEntries(apart.map(([path, pages]) => [path, pages.map(item)])),
    '/': [
      ...together.map(({ title, pages }) => ({ text: title, items: pages.map(item) })),
      { text: 'Further', items: [...GENERATED, ...apart.flatMap(([, pages]) => pages.slice(0, 1)).map(item)] },
    ],
  };
}

/** The Markdown files that are pages of the site. */
export function pagesOf(files: readonly string[]): readonly string[] {
  return files.filter((file) => file.endsWith('.md') && !NO_PAGE.test(file));
}

/** The first heading, without marks of code. */
export function titleOf(markdown: string): string {
  return (markdown.match(/^# (.+)$/m)?.[1] ?? '').replaceAll('`', '');
}

/** The pages of a folder to which its README leads, in that order. */
function namedIn(folder: string, read: (file: string) => string): string[] {
  const targets = [...read(`${folder}/README.md`).matchAll(LINK)].map(([, href = '']) => posix.join(folder, href));
  return [...new Set(targets)].filter((file) => posix.dirname(file) === folder && !file.endsWith('/README.md'));
}
