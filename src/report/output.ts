/** The destination of a reporter's text: standard output or its own file. */
import { accessSync, appendFileSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { UserError } from '../errors.ts';
import { terminalWidth } from '../trace/line-width.ts';

export interface Output {
  /** Of its lines, if it is a terminal. */
  readonly width?: number | undefined;
  write(text: string): void;
}

export const standardOutput: Output = {
  get width() {
    return terminalWidth(process.stdout);
  },
  write: (text) => void process.stdout.write(text),
};

/**
 * A file, without colours. It replaces an older file at the first write, and not before. Its folder is created. Throws `E_USAGE` at once
 * if the file cannot be written, before an exploration that may take an hour.
 */
export function fileOutput(file: string): Output {
  const attempt = (act: () => void) => {
    try {
      act();
    } catch (error) {
      throw new UserError('E_USAGE', `the report cannot be written to '${file}': ${(error as Error).message}`);
    }
  };
  attempt(() => {
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error('it is a folder');
    mkdirSync(dirname(file), { recursive: true });
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  });
  let begun = false;
  return {
    write: (coloured) => {
      const text = stripVTControlCharacters(coloured);
      attempt(() => (begun ? appendFileSync(file, text) : writeFileSync(file, text)));
      begun = true;
    },
  };
}
