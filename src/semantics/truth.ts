/** What a claim must be: true or false. A promise, a string or a forgotten `return` would pass for true, or never for false. */
import { shortened, UserError } from '../errors.ts';

/** The truth that an author's function returned. `what` names the function. Throws `E_PROPERTY` for any other value. */
export function truthOf(value: unknown, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new UserError('E_PROPERTY', `${what} is ${valueShown(value)}, and not true or false.`, {
    hint: hintFor(value),
  });
}

/** A value that is wrong where it is, for a message. A promise is dropped: its rejection has no reader. */
export function valueShown(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') return `the string ${shortened(value, 80, (text) => `'${text}'`)}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return `the bigint ${shortened(String(value), 80)}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (isPromise(value)) return 'a promise';
  return `an object (${classOf(value)})`;
}

function isPromise(value: object): boolean {
  try {
    if (!(value instanceof Promise)) return false;
    Promise.prototype.then.call(value, undefined, () => {});
    return true;
  } catch {
    return false;
  }
}

function classOf(value: object): string {
  try {
    const name: unknown = value.constructor?.name;
    return typeof name === 'string' && name !== '' ? shortened(name, 80) : 'no class';
  } catch {
    return 'no class';
  }
}

function hintFor(value: unknown): string {
  if (value === undefined) return 'Is a `return` missing?';
  if (typeof value === 'object' && value !== null && isPromise(value)) {
    return 'A claim is judged at once: it can be neither async nor wait for anything.';
  }
  return 'Write the comparison that is meant, such as s.get(component) > 0.';
}
