/** Reads and writes files of data. A file is written completely or not at all, and a file that does not parse is never trusted. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../errors.ts';
import { obstacle } from './obstacle.ts';

/** Creates the folder of a file, and writes the file as `replaceFile` does. Throws `E_USAGE` if that fails. */
export function writeWhole(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    replaceFile(file, text);
  } catch (error) {
    throw new UserError('E_USAGE', `'${file}' cannot be written: ${obstacle(error)}`);
  }
}

/**
 * Writes a temporary file beside it and renames that one: a reader sees either the old file or the new one, and a full disk leaves the
 * old one. `durable` flushes the bytes first, for files of which a run writes few.
 */
export function replaceFile(file: string, text: string, { durable = false, mode = 0o666 } = {}): void {
  const beside = temporaryBeside(file);
  try {
    const descriptor = openSync(beside, 'wx', mode);
    try {
      writeFileSync(descriptor, text);
      if (durable) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Appends a line, or leaves the file as it was. */
export function appendWhole(file: string, line: string): void {
  const descriptor = openSync(file, 'a');
  try {
    const { size } = statSync(file);
    const bytes = Buffer.from(line);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if (statSync(file).isFile()) ftruncateSync(descriptor, size);
      throw error;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Throws if no file can be created in a folder, or if the disk has no room for a byte. */
export function tryFolder(folder: string): void {
  replaceNothing(temporaryBeside(join(folder, 'file')));
}

function replaceNothing(file: string): void {
  try {
    writeFileSync(file, '\n', { flag: 'wx' });
  } finally {
    rmSync(file, { force: true });
  }
}

/** Short, because the file may have the longest name that the file system knows. */
function temporaryBeside(file: string): string {
  return join(dirname(file), `.${randomBytes(6).toString('hex')}.tmp`);
}

/** The parsed content of a file; undefined if there is none, or if it was truncated or another version wrote it. */
export function readWhole<S extends v.GenericSchema>(file: string, schema: S): v.InferOutput<S> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
