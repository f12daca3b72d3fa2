/**
 * Standard input in lines of bounded length. A longer line would take all memory, or end the connection; it is dropped, and its request is
 * answered by an error.
 */
import { Transform, type TransformCallback } from 'node:stream';

export const LINE_BYTES_MAX = 4 * 1024 ** 2;
/** The number of a request is at one of its ends. */
const END_BYTES = 200;

export class BoundedInput extends Transform {
  readonly #onTooLong: (id: string | number | undefined) => void;
  #line: Buffer[] = [];
  #bytes = 0;
  #head = '';
  #tail = '';

  /** `onTooLong` is given the number of the request, as far as it can be known. */
  constructor(onTooLong: (id: string | number | undefined) => void) {
    super();
    this.#onTooLong = onTooLong;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      this.#add(chunk.subarray(from, at + 1));
      this.#endLine();
      from = at + 1;
    }
    this.#add(chunk.subarray(from));
    done();
  }

  #add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#bytes += piece.length;
    if (this.#head.length < END_BYTES) this.#head += piece.toString('latin1', 0, END_BYTES);
    this.#tail = (this.#tail + piece.subarray(-END_BYTES).toString('latin1')).slice(-END_BYTES);
    if (this.#bytes <= LINE_BYTES_MAX) this.#line.push(piece);
    else this.#line = [];
  }

  #endLine(): void {
    if (this.#bytes <= LINE_BYTES_MAX) this.push(Buffer.concat(this.#line));
    else this.#onTooLong(idIn(this.#head, /^\s*\{[^{}]*?"id"\s*:\s*/) ?? idIn(this.#tail, /[^{]*"id"\s*:\s*/));
    this.#line = [];
    this.#bytes = 0;
    this.#head = '';
    this.#tail = '';
  }
}

function idIn(text: string, before: RegExp): string | number | undefined {
  const [found] = text.match(before) ?? [];
  const after = found === undefined ? '' : text.slice(text.indexOf(found) + found.length);
  const [id] = after.match(/^(\d{1,15}|"[\w.-]{1,100}")/) ?? [];
  return id === undefined ? undefined : JSON.parse(id);
}
