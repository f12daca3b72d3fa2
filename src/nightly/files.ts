/** Reading and writing the files of nights: whole or not at all, and a file that is not what it should be is nobody's proof. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../errors.ts';

/** Written beside and renamed: whoever reads sees the old file or the new one. Throws `E_USAGE` where that is not possible. */
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

/** What a file of ours says; undefined where there is none, or one that was cut or comes from another version. */
export function readWhole<S extends v.GenericSchema>(file: string, schema: S): v.InferOutput<S> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
