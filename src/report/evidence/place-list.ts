/** The places of one trace in source files, each once: what else is told of the trace names them by their index. */
import type { Place } from '../../page/evidence.ts';
import type { SourcePlaces } from './source-places.ts';

export class PlaceList {
  readonly all: Place[] = [];
  readonly #sources: SourcePlaces;
  readonly #indices = new Map<string, number>();

  constructor(sources: SourcePlaces) {
    this.#sources = sources;
  }

  /** The text of a function, and the index of its place. */
  of(written: unknown): { readonly text: string; readonly place?: number } {
    const { text, place } = this.#sources.of(written);
    if (place === undefined) return { text };
    const key = `${place.file}:${place.line}:${place.column}`;
    const index = this.#indices.get(key) ?? this.all.push(place) - 1;
    this.#indices.set(key, index);
    return { text, place: index };
  }
}
