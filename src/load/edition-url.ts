/**
 * The URLs of a model's modules when it is loaded again in the same process: Node loads a URL once, so each edition after the first has its number
 * behind the path, and what its modules import has it, too.
 */

/** `v`: the edition whose modules are made visible (visible/visible-module.ts). */
const EDITION = /\?edition=(\d+v?)$/;

export function editionUrl(url: string, edition: number): string {
  return edition === 0 ? url : `${url}?edition=${edition}`;
}

/** The URL of a module in the visible form of the first edition. */
export function visibleUrl(url: string): string {
  return `${url}?edition=0v`;
}

export function isVisibleUrl(url: string): boolean {
  return EDITION.exec(url)?.[1]?.endsWith('v') ?? false;
}

/** The URL of a module, in the edition of the module that imports it. */
export function inEdition(url: string, parent: string): string {
  const [mark = ''] = EDITION.exec(parent) ?? [];
  return mark === '' || url.includes('?') ? url : `${url}${mark}`;
}

export function withoutEdition(url: string): string {
  return url.replace(EDITION, '');
}

/** A text without the editions of the modules that it names. */
export function withoutEditions(text: string): string {
  return text.replaceAll(/\?edition=\d+v?/g, '');
}
