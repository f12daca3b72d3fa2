/** The commands `everywhen repair ...   # a, b; c` of a document: sets with semicolons between them, or `none`. */

export interface RepairCommand {
  readonly words: readonly string[];
  /** Sorted; the lines of each with commas between them. */
  readonly minimal: readonly string[];
}

export function repairCommandsIn(text: string): readonly RepairCommand[] {
  return [...text.matchAll(/^everywhen (?<words>repair [^#\n]*?) +# (?<says>.*)$/gm)].map(({ groups }) => {
    const { words = '', says = '' } = groups ?? {};
    const sets = says === 'none' ? [] : says.split('; ').map((set) => set.replaceAll(', ', ','));
    return { words: wordsOf(words), minimal: sets.toSorted() };
  });
}

/** As a shell splits them; quotes are single. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'(?<quoted>[^']*)'|(?<bare>\S+)/g)].map(
    ({ groups }) => groups?.['quoted'] ?? groups?.['bare'] ?? '',
  );
}
