/**
 * A file that is either complete or refused: a header, the parts, and a checksum of every byte before it. It is written under
 * a temporary name, flushed and renamed, so that after a crash at any time the file is the old one or the new one.
 */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../errors.ts';

/**
 * Bytes of the file: `MAGIC`, `FORMAT` (u32), bytes of the header (u32, both little-endian), the header (JSON), the parts, and
 * the SHA-256 of all that.
 */
const MAGIC = Buffer.from('EVERYWCP');
/** To be changed with whatever an older version would misread. */
const FORMAT = 1;
const PREFIX_BYTES = 16;
const CHECKSUM_BYTES = 32;
/** The size of the buffer through which shared memory is copied, and of one write. */
const BUFFER_BYTES = 1024 * 1024;

/** The name under which a file is written before it replaces the old one. */
export function temporaryOf(file: string): string {
  return `${file}.tmp`;
}

/** Replaces a file, and returns the number of its bytes. If that fails, the old file is unchanged. */
export async function writeCheckpoint(file: string, header: unknown, parts: Iterable<Uint8Array>): Promise<number> {
  const temporary = temporaryOf(file);
  try {
    const handle = await open(temporary, 'w');
    let bytes: number;
    try {
      bytes = await pour(handle, header, parts);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(dirname(file));
    return bytes;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function pour(handle: FileHandle, header: unknown, parts: Iterable<Uint8Array>): Promise<number> {
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.concat([MAGIC, Buffer.alloc(PREFIX_BYTES - MAGIC.length)]);
  prefix.writeUInt32LE(FORMAT, 8);
  prefix.writeUInt32LE(text.length, 12);
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  const hash = createHash('sha256');
  let [used, bytes] = [0, 0];
  const flush = async () => {
    hash.update(buffer.subarray(0, used));
    await writeAll(handle, buffer.subarray(0, used));
    bytes += used;
    used = 0;
  };
  const add = async (part: Uint8Array) => {
    for (let at = 0; at < part.length; ) {
      const count = Math.min(part.length - at, BUFFER_BYTES - used);
      buffer.set(part.subarray(at, at + count), used);
      used += count;
      at += count;
      if (used === BUFFER_BYTES) await flush();
    }
  };
  await add(prefix);
  await add(text);
  for (const part of parts) await add(part);
  await flush();
  await writeAll(handle, hash.digest());
  return bytes + CHECKSUM_BYTES;
}

/** A disk that is nearly full accepts some of the bytes first, and reports an error for the rest only. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

/** Flushes a folder, which holds the names of its files. Some file systems cannot do that, and the error is ignored. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {}
}

/** A file that was complete when it was opened. */
export class CheckpointFile {
  readonly header: unknown;
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #at: number;
  readonly #end: number;

  private constructor(
    handle: FileHandle,
    header: unknown,
    { from, to }: { readonly from: number; readonly to: number },
  ) {
    this.#handle = handle;
    this.header = header;
    this.#at = from;
    this.#end = to;
  }

  /** Reads all of it once, for the checksum. Undefined if there is no file; throws `E_CHECKPOINT` if it is no intact checkpoint. */
  static async open(file: string): Promise<CheckpointFile | undefined> {
    let handle: FileHandle;
    try {
      handle = await open(file, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw unreadable(file, error);
    }
    try {
      return await CheckpointFile.#checked(handle, file);
    } catch (error) {
      await handle.close();
      throw error instanceof UserError ? error : unreadable(file, error);
    }
  }

  static async #checked(handle: FileHandle, file: string): Promise<CheckpointFile> {
    const { size } = await handle.stat();
    const prefix = Buffer.alloc(PREFIX_BYTES);
    await handle.read(prefix, 0, PREFIX_BYTES, 0);
    if (!prefix.subarray(0, MAGIC.length).equals(MAGIC)) throw notOurs(file);
    const format = prefix.readUInt32LE(8);
    if (format !== FORMAT) throw ofAnotherVersion(file);
    const end = size - CHECKSUM_BYTES;
    const headerEnd = PREFIX_BYTES + prefix.readUInt32LE(12);
    const expected = Buffer.alloc(CHECKSUM_BYTES);
    await handle.read(expected, 0, CHECKSUM_BYTES, Math.max(0, end));
    if (headerEnd > end || !(await checksum(handle, end)).equals(expected)) throw damaged(file);
    const text = Buffer.alloc(headerEnd - PREFIX_BYTES);
    await handle.read(text, 0, text.length, PREFIX_BYTES);
    return new CheckpointFile(handle, JSON.parse(text.toString()), { from: headerEnd, to: end });
  }

  /** The number of bytes of the parts that were not read yet. */
  get left(): number {
    return this.#end - this.#at;
  }

  /** The next bytes of the parts. */
  async read(into: Uint8Array): Promise<void> {
    for (let done = 0; done < into.length; ) {
      const wanted = Math.min(into.length - done, BUFFER_BYTES, this.left);
      const { bytesRead } = await this.#handle.read(this.#buffer, 0, wanted, this.#at);
      if (bytesRead === 0) throw new Error('a checkpoint ends before its parts do');
      into.set(this.#buffer.subarray(0, bytesRead), done);
      done += bytesRead;
      this.#at += bytesRead;
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function checksum(handle: FileHandle, end: number): Promise<Buffer> {
  const hash: Hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  for (let at = 0; at < end; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(BUFFER_BYTES, end - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest();
}

/** Whether there is a file that `writeCheckpoint` did not begin, and that must not be overwritten. */
export async function isForeign(file: string): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
  try {
    const start = Buffer.alloc(MAGIC.length);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    return !start.subarray(0, bytesRead).equals(MAGIC.subarray(0, bytesRead));
  } catch {
    return true;
  } finally {
    await handle.close();
  }
}

export function notOurs(file: string): UserError {
  return new UserError('E_CHECKPOINT', `'${file}' is no checkpoint of Everywhen.`, {
    hint: 'It stays as it is. Name another file with --checkpoint.',
  });
}

export function ofAnotherVersion(file: string): UserError {
  return new UserError('E_CHECKPOINT', `'${file}' was written by another version of Everywhen.`, {
    hint: 'It stays as it is. Only the version that wrote it can resume from it; this one can start from the beginning with another file.',
  });
}

function damaged(file: string): UserError {
  return new UserError('E_CHECKPOINT', `'${file}' is damaged: its checksum is not that of its bytes.`, {
    hint: 'Nothing in it can be trusted, and nothing of it was used. Remove it to start from the beginning.',
  });
}

function unreadable(file: string, error: unknown): UserError {
  return new UserError('E_CHECKPOINT', `'${file}' cannot be read: ${(error as Error).message}`);
}
