/** Names in the conditions of a search (explore/search/condition.ts). */

/** A word as it must be written so that it is read as it is. */
export function written(text: string): string {
  const isPlain = /^[\w.[\]/+:-]+( [\w.[\]/+:-]+)*$/.test(text) && !/(^| )(and|at|can|violated|holds)( |$)/.test(text);
  return isPlain ? text : JSON.stringify(text);
}
