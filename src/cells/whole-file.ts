/** Reads and writes the files of nights and of caches. A file is written completely or not at all, and a file that does not parse is never trusted. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../errors.ts';

/** Writes a temporary file and renames it: a reader sees either the old file or the new one. Throws `E_USAGE` if that fails. */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    throw new UserError('E_USAGE', `'${file}' cannot be written: ${(error as Error).message}`);
  }
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
