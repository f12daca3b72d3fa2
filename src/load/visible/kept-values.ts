/** Which values outlive a call of the function that uses them, as far as the syntax says: all but those that it made itself. */
import type { Scope } from './bindings.ts';
import { type AnyNode, isFunction, propertyOf } from './syntax.ts';

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

/** Whether a function declares a name itself. */
export function isOwnName(name: string, scope: Scope): boolean {
  return scope.find(name)?.owner === scope.owner;
}

/**
 * Whether `this` is an object that the function is making: in the constructor of a class, or in a field. Not in a function in it, which may be
 * called later, nor in a class whose base may give an object that there is. `above`: the nodes above `this`, the nearest last.
 */
export function isBeingMade(above: readonly AnyNode[], scope: Scope): boolean {
  const at = above.findLastIndex((node) => isFunction(node) && node.type !== 'ArrowFunctionExpression');
  const owner = above[at];
  if (owner === undefined || above.slice(at + 1).some(isFunction)) return false;
  const method = owner.type === 'PropertyDefinition' ? owner : above[at - 1];
  if (method?.type === 'MethodDefinition' && method.kind !== 'constructor') return false;
  const made = above[above.indexOf(method as AnyNode) - 2];
  if (method?.type !== 'MethodDefinition' && method?.type !== 'PropertyDefinition') return false;
  return made !== undefined && 'superClass' in made && isPlainBase(made.superClass, scope);
}

/** Nothing, or a Record of Immutable. */
function isPlainBase(base: AnyNode | null | undefined, scope: Scope): boolean {
  if (base === null || base === undefined) return true;
  return base.type === 'CallExpression' && base.callee.type === 'Identifier' && isImmutables(base.callee.name, scope);
}

/** The name of the function of Immutable that a call is of, `set(collection, ...)`; undefined for any other. */
export function functionOfImmutable(callee: AnyNode, scope: Scope): string | undefined {
  const base = callee.type === 'Identifier' ? callee : objectOf(callee);
  if (base?.type !== 'Identifier' || !isImmutables(base.name, scope)) return undefined;
  const name = base === callee ? scope.find(base.name)?.from?.name : propertyOf(callee);
  return name !== undefined && /^[a-z]/.test(name) ? name : undefined;
}

function objectOf(node: AnyNode): AnyNode | undefined {
  return node.type === 'MemberExpression' ? node.object : undefined;
}

/** Whether a name is imported from Immutable. */
export function isImmutables(name: string, scope: Scope): boolean {
  return scope.find(name)?.from?.module === 'immutable';
}
