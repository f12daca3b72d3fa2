/** The command that does something with one cell again, ready to paste into a shell. */
export function commandFor(command: 'check' | 'explore', model: string, parameters: string): string {
  const word = /^[\w@%+=:,./-]+$/.test(model) ? model : `'${model.replaceAll("'", String.raw`'\''`)}'`;
  return `everywhen ${command} ${word} ${parameters}`.trimEnd();
}

export function checkCommand(model: string, parameters: string): string {
  return commandFor('check', model, parameters);
}
