/** The data in the file. Each piece is unpacked once, when it is needed. */
import type { ComparePageData } from '../data/compare-data.ts';
import { type CellDetails, CHUNK_ATTRIBUTE, INDEX_CHUNK, type PageCell, type PageData } from '../data/page-data.ts';
import type { RepairPageData } from '../data/repair-data.ts';

const unpacked = new Map<string, Promise<unknown>>();

/** What a page may show. */
export type AnyPageData = PageData | RepairPageData | ComparePageData;

export function pageData(): Promise<AnyPageData> {
  return chunk(INDEX_CHUNK) as Promise<AnyPageData>;
}

export async function detailsOf({ details }: PageCell): Promise<CellDetails | undefined> {
  if (details === undefined) return undefined;
  const [number, place] = details;
  return ((await chunk(String(number))) as readonly CellDetails[])[place];
}

function chunk(name: string): Promise<unknown> {
  const known = unpacked.get(name) ?? unpack(name);
  unpacked.set(name, known);
  return known;
}

async function unpack(name: string): Promise<unknown> {
  return (await unpacking(name)).json();
}

/** What a live report has besides. */
export async function textOf(name: string): Promise<string> {
  return (await unpacking(name)).text();
}

export async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await unpacking(name)).arrayBuffer());
}

async function unpacking(name: string): Promise<Response> {
  const element = document.querySelector(`script[${CHUNK_ATTRIBUTE}="${name}"]`);
  if (element === null) throw new Error(`This file is incomplete: piece '${name}' of its data is missing.`);
  const bytes = Uint8Array.from(atob(element.textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
}
