/** The words of a condition: quoted text is taken as it is, whatever it contains. */

/** A word or several, as they were written. */
export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Stands for quoted text while the rest is taken apart. */
const MARK = '\u0000';

export class Words {
  readonly #quoted: string[] = [];
  readonly #text: string;

  /** Quotes are those of JSON. */
  constructor(text: string) {
    this.#text = text.replaceAll(MARK, '').replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => {
      const read = unquoted(quoted);
      return read === undefined ? quoted : `${MARK}${this.#quoted.push(read) - 1}${MARK}`;
    });
  }

  /** The clauses, which `and` separates. */
  clauses(): readonly string[] {
    return this.#text.split(/\s+and\s+/).map((clause) => clause.trim());
  }

  /** A part of a clause. */
  word(part: string): Word {
    const text = part.trim();
    return {
      text: text.replace(/\0(\d+)\0/g, (_, number) => this.#quoted[Number(number)] ?? ''),
      isQuoted: /^\0\d+\0$/.test(text),
    };
  }
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
