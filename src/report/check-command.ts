/** The command that checks one cell again, ready to paste into a shell. */
export function checkCommand(model: string, parameters: string): string {
  const word = /^[\w@%+=:,./-]+$/.test(model) ? model : `'${model.replaceAll("'", String.raw`'\''`)}'`;
  return `everywhen check ${word} ${parameters}`.trimEnd();
}
