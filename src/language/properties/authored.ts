/** The functions that authors wrote, of those that call them for one item of `each`: what shows their source asks for it. */
const written = new WeakMap<object, unknown>();

/** `calls`, noted as what calls `original`. */
export function calling<F extends object>(original: unknown, calls: F): F {
  written.set(calls, original);
  return calls;
}

/** What the author wrote. */
export function authored(calls: object): unknown {
  return written.get(calls) ?? calls;
}
