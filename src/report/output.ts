/** Where the text of a reporter goes: to standard output or to a file of its own. */
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
 * A file, without colours, that replaces what stood there, but not before there is something to write. Its folder is made. Throws `E_USAGE` at once
 * where it cannot be written, so that nobody explores for an hour in vain.
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
