/** Methods by which arrays, Maps, Sets and Dates of JavaScript's own compare by identity or change. Other objects may have methods of these names. */
import { isBehindOptional } from './chains.ts';
import { type AnyNode, propertyOf } from './syntax.ts';

const COMPARING = new Set(['has', 'get', 'includes', 'indexOf', 'lastIndexOf', 'set', 'add', 'delete']);
const CHANGING =
  /^(set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|getOrInsert\w*|set(UTC)?(Time|FullYear|Year|Month|Date|Hours|Minutes|Seconds|Milliseconds))$/;

export function compares(method: string): boolean {
  return COMPARING.has(method);
}

export function changes(method: string): boolean {
  return CHANGING.test(method);
}

/** Whether a link of a chain behind `?.` calls one of them. */
export function hasOneBehindOptional(link: AnyNode): boolean {
  if (link.type === 'CallExpression') return hasOneBehindOptional(link.callee as AnyNode);
  if (link.type !== 'MemberExpression') return false;
  const object = link.object as AnyNode;
  const name = propertyOf(link) ?? '';
  return ((compares(name) || changes(name)) && isBehindOptional(object)) || hasOneBehindOptional(object);
}
