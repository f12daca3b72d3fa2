/**
 * Where a link of a Markdown file leads on the site. The files link to each other as an editor follows links: by relative paths, to pages,
 * sources and folders. The site has no address of a repository to send a reader to, so it carries the sources that are linked.
 */
import { posix } from 'node:path';

/** The file of a page, relative to the folder of all pages: a README is what its folder shows. */
export function pagePathOf(file: string): string {
  return file.replace(/(^|\/)README\.md$/, '$1index.md');
}

/** The page that shows a source file. Of names that begin with a dot, the generator finds none. */
export function sourcePathOf(file: string): string {
  return `source/${file.replaceAll(/(^|\/)\./g, '$1')}.md`;
}

/** A file as it is. */
export function copyPathOf(file: string): string {
  return `source/${file}`;
}

/** The page that lists a folder. */
export function folderPathOf(folder: string): string {
  return `source/${folder}/index.md`;
}

export interface LinkTargets {
  readonly pages: readonly string[];
  /** Files with a page of their own. */
  readonly sources: readonly string[];
  /** Files that are copied as they are. */
  readonly copies: readonly string[];
  /** Folders whose files are listed. */
  readonly folders: readonly string[];
}

/** The file or folder that a link of a file in `folder` names, relative to the root; undefined if the link leads elsewhere. */
export function targetOf(folder: string, href: string): string | undefined {
  if (/^([a-z][a-z\d+.-]*:|[#/])/i.test(href) || href === '') return undefined;
  return posix.join(folder, decodeURI(href.replace(/#.*$/, ''))).replace(/\/$/, '');
}

/** For a link of a file in `folder`. A link that leads elsewhere stays as it is: to the web, or between pages that the site generates. */
export function linkOnSite(folder: string, href: string, targets: LinkTargets): string {
  const target = targetOf(folder, href);
  if (target === undefined) return href;
  const anchor = href.match(/#.*$/)?.[0] ?? '';
  if (targets.pages.includes(target)) return `/${pagePathOf(target)}${anchor}`;
  if (targets.sources.includes(target)) return `/${sourcePathOf(target)}`;
  if (targets.copies.includes(target)) return `/${copyPathOf(target)}`;
  return targets.folders.includes(target) ? `/${folderPathOf(target)}` : href;
}
