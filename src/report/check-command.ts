/** The command that checks one cell again, ready to paste into a shell. */
export function checkCommand(model: string, parameters: string): string {
  return `everywhen check ${shellWord(model)} ${parameters}`.trimEnd();
}

export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
