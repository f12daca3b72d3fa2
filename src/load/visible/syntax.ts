/** The syntax trees of a model's modules, as acorn gives them: ESTree. */
import { type AnyNode, type Node, parse } from 'acorn';

export type { AnyNode };

/** A function, or what is evaluated like the body of one: a module, a field of a class, a static block. */
const FUNCTIONS = new Set([
  'Program',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'PropertyDefinition',
  'StaticBlock',
]);
const LITERALS = new Set(['Literal', 'TemplateLiteral']);
/** Operators whose result is no object. */
const PRIMITIVE = new Set(['UnaryExpression', 'UpdateExpression', 'BinaryExpression']);

/** Throws a `SyntaxError` for what is no module. */
export function parsed(source: string): AnyNode {
  return parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }) as AnyNode;
}

export function isFunction({ type }: Node): boolean {
  return FUNCTIONS.has(type);
}

/** The nodes directly below a node, in the order of the source. */
export function childrenOf(node: Node): AnyNode[] {
  const children: AnyNode[] = [];
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) children.push(one);
  }
  return children;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string';
}

/** Whether the syntax alone says that an expression gives no object. */
export function isPrimitive(node: Node): boolean {
  if (LITERALS.has(node.type)) return (node as { regex?: unknown }).regex === undefined;
  return PRIMITIVE.has(node.type) || (node as { name?: string }).name === 'undefined';
}

/** The name of a property that an expression reads; undefined where it is computed, or for another expression. */
export function propertyOf(node: Node): string | undefined {
  const { type, computed, property } = node as AnyNode & { type: 'MemberExpression' };
  if (type !== 'MemberExpression') return undefined;
  if (!computed) return (property as { name?: string }).name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

/** The line of a place in a source, from 1. */
export function lineAt(source: string, position: number): number {
  return source.slice(0, position).split('\n').length;
}
