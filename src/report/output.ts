/** The destination of a reporter's text: standard output or its own file. */
import { stripVTControlCharacters } from 'node:util';
import { type ResultKind, TargetFile } from '../files/target-file.ts';
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

export const standardError: Output = {
  get width() {
    return terminalWidth(process.stderr);
  },
  write: (text) => void process.stderr.write(text),
};

/**
 * A file, without colours. Each write replaces it with all that was written so far, so that a reader never sees half of a text. Throws
 * `E_USAGE` at once if the file cannot be written or holds something else, before an exploration that may take an hour.
 */
export function fileOutput(file: string, kind: ResultKind, sources: readonly string[] = []): Output {
  const target = new TargetFile(file, kind, { sources, makesFolder: true });
  let written = '';
  return {
    write: (coloured) => {
      const text = stripVTControlCharacters(coloured);
      written = target.isStream ? text : written + text;
      target.write(written);
    },
  };
}
