/** Methods by which arrays, Maps, Sets and Dates of JavaScript's own compare by identity or change. Other objects may have methods of these names. */
import { isBehindOptional } from './chains.ts';
import { type AnyNode, propertyOf } from './syntax.ts';

const COMPARING = new Set(['has', 'get', 'includes', 'indexOf', 'lastIndexOf', 'set', 'add', 'delete', 'clear']);
const CHANGING =
  /^(set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|getOrInsert\w*|setFrom\w+|set(UTC)?(Time|FullYear|Year|Month|Date|Hours|Minutes|Seconds|Milliseconds))$/;
/** Those by which Immutable's collections change within `withMutations`. */
const CHANGING_IMMUTABLES =
  /^(update|updateIn|setIn|setSize|merge\w*|remove\w*|delete\w+|insert|union|intersect|subtract|concat|map|pushAll|unshiftAll)$/;
/** Those by which collections of JavaScript's own compare all their elements. */
const COMPARING_ALL = new Set([
  'isSubsetOf',
  'isSupersetOf',
  'isDisjointFrom',
  'intersection',
  'difference',
  'symmetricDifference',
  'union',
]);

export function compares(method: string): boolean {
  return COMPARING.has(method);
}

export function changes(method: string): boolean {
  return CHANGING.test(method);
}

export function changesImmutables(method: string): boolean {
  return CHANGING_IMMUTABLES.test(method);
}

export function comparesAll(method: string): boolean {
  return COMPARING_ALL.has(method);
}

/** Whether the runtime must know what a method is called of. */
export function isWatched(method: string): boolean {
  if (compares(method) || changes(method) || changesImmutables(method) || comparesAll(method)) return true;
  return ['call', 'apply', 'bind', 'next'].includes(method);
}

/** Whether a link of a chain behind `?.` calls one of them. */
export function hasOneBehindOptional(link: AnyNode): boolean {
  if (link.type === 'CallExpression') return hasOneBehindOptional(link.callee as AnyNode);
  if (link.type !== 'MemberExpression') return false;
  const object = link.object as AnyNode;
  const name = propertyOf(link) ?? '';
  return (isWatched(name) && isBehindOptional(object)) || hasOneBehindOptional(object);
}
