/** Which values outlive a call of the function that uses them, as far as the syntax says: all but those that it made itself. */
import type { Scope } from './bindings.ts';
import { type AnyNode, isFunction } from './syntax.ts';

const MADE = new Set(['Array', 'Map', 'Set', 'Date']);
/** Whether an expression is an object that the function which has this scope made in this call. */
export function isOwn(node: AnyNode, scope: Scope): boolean {
  switch (node.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
      return true;
    case 'NewExpression':
      return node.callee.type === 'Identifier' && MADE.has(node.callee.name) && !scope.find(node.callee.name);
    case 'Identifier': {
      const binding = scope.find(node.name);
      return binding?.owner === scope.owner && binding.value !== undefined && isOwn(binding.value, scope);
    }
    default:
      return false;
  }
}

/** Whether an expression names an object that is written out, as a table of functions. */
export function isTable(node: AnyNode, scope: Scope): boolean {
  const value = node.type === 'Identifier' ? scope.find(node.name)?.value : node;
  return value?.type === 'ObjectExpression';
}

/** Whether a function declares a name itself. */
export function isOwnName(name: string, scope: Scope): boolean {
  return scope.find(name)?.owner === scope.owner;
}

/** Whether a node is the constructor of a class, which makes `this`. */
export function isConstructor(owner: AnyNode, parent: AnyNode | undefined): boolean {
  if (owner.type === 'PropertyDefinition') return true;
  return isFunction(owner) && parent?.type === 'MethodDefinition' && parent.kind === 'constructor';
}
