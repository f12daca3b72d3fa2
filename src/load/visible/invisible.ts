/** What hides the identity of a value, or what a function keeps, from the checker: a module that has it cannot be made visible. */
import type { Binding, Scope } from './bindings.ts';
import { functionOfImmutable, isImmutables } from './kept-values.ts';
import { type AnyNode, lineAt, propertyOf } from './syntax.ts';

/** Thrown for a module that cannot be made visible. */
export class Invisible extends Error {
  /** From 1. */
  readonly line: number;

  /** `why`: what the module does, as the rest of a sentence. */
  constructor(why: string, source: string, position: number) {
    super(why);
    this.line = lineAt(source, position);
  }
}

/** The globals whose functions compare no objects by identity, or are rewritten where they do. */
const PLAIN_GLOBALS = new Set([
  ...['Array', 'BigInt', 'Boolean', 'Date', 'JSON', 'Map', 'Math', 'Number', 'Object', 'RegExp', 'Set', 'String'],
  ...['Error', 'RangeError', 'SyntaxError', 'TypeError', 'Symbol', 'URL'],
  ...['Infinity', 'NaN', 'undefined', 'arguments'],
  ...['isFinite', 'isNaN', 'parseFloat', 'parseInt', 'structuredClone'],
  ...['console', 'process'],
  ...['Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array'],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'encodeURIComponent', 'decodeURIComponent'],
]);
/** Properties by which code could compare, change or make objects that nobody sees. */
const HIDING_PROPERTIES = new Set(['asMutable', 'prototype']);
/** What a model may ask of the process. */
const PLAIN_PROCESS = new Set(['env', 'argv', 'cwd', 'platform']);
/** Functions of Immutable that also change plain objects, by what another function gives. */
const BY_FUNCTION = new Set(['update', 'updateIn', 'mergeWith', 'mergeDeepWith']);
/** Modules of Node that compare nothing. */
const PLAIN_MODULES = new Set(['fs', 'path', 'url', 'os'].flatMap((name) => [name, `node:${name}`]));

/** Methods that give an iterator, which changes when it is read. */
const ITERATORS = new Set(['values', 'keys', 'entries', 'matchAll']);
const ITERATING = new Set(['map', 'filter', 'take', 'drop', 'flatMap']);
const CONSUMING = new Set(['toArray', 'reduce', 'some', 'every', 'find', 'forEach']);
/** Methods of strings that read a regular expression from its beginning. */
const MATCHING = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']);

/** Whether a method of this name gives a new iterator. */
export function givesIterator(method: string): boolean {
  return ITERATORS.has(method) || ITERATING.has(method);
}

/** Why a node cannot be made visible, as the rest of a sentence; undefined if it can. `above`: the nodes above it, the nearest last. */
export function refusalOf(node: AnyNode, above: readonly AnyNode[], scope: Scope): string | undefined {
  const parent = above.at(-1) as AnyNode;
  switch (node.type) {
    case 'Identifier': {
      if (isNoVariable(parent, node)) return undefined;
      const binding = scope.find(node.name);
      return binding === undefined ? refusalOfGlobal(node.name, node, above) : refusalOfBound(binding, node, above);
    }
    case 'Literal': {
      const isRead = parent.type === 'CallExpression' && MATCHING.has(propertyOf(parent.callee) ?? '');
      return node.regex && /[gy]/.test(node.regex.flags) && !isRead ? 'keeps a regular expression' : undefined;
    }
    case 'MemberExpression': {
      const name = propertyOf(node) ?? '';
      const isCalled = /^(Call|New)Expression$/.test(parent.type) && (parent as { callee?: AnyNode }).callee === node;
      const isHiding = HIDING_PROPERTIES.has(name) || name.startsWith('__') || (name === 'constructor' && isCalled);
      return isHiding ? `uses '.${name}'` : undefined;
    }
    case 'CallExpression': {
      const name = propertyOf(node.callee) ?? '';
      const changed = functionOfImmutable(node.callee, scope);
      if (changed !== undefined && BY_FUNCTION.has(changed)) return `calls Immutable's function '${changed}'`;
      return ITERATORS.has(name) && isIterator(node, scope) && !isConsumed(node, above, scope)
        ? `keeps '.${name}()'`
        : undefined;
    }
    case 'YieldExpression':
    case 'AwaitExpression':
      return 'has a function that stops in the middle';
    case 'ImportExpression':
      return 'imports modules while it runs';
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration': {
      const from = node.source?.value;
      if (from === 'immutable' && node.type !== 'ImportDeclaration') return 'passes on functions of Immutable';
      return typeof from === 'string' && !isVisibleImport(from) ? `imports '${from}'` : undefined;
    }
    case 'MetaProperty':
      return isPlainMeta(propertyOf(parent)) ? undefined : "uses 'import.meta'";
    default:
      return undefined;
  }
}

/** Immutable's functions are known by their names; what was caught may quote the rewritten code. */
function refusalOfBound(
  binding: Binding,
  node: AnyNode & { type: 'Identifier' },
  above: readonly AnyNode[],
): string | undefined {
  const parent = above.at(-1) as AnyNode;
  if (binding.from?.module === 'immutable' && binding.from.name === undefined) {
    const isAsked = parent.type === 'MemberExpression' && parent.object === node && propertyOf(parent) !== undefined;
    return isAsked || parent.type.startsWith('Import') ? undefined : `passes on all of Immutable as '${node.name}'`;
  }
  if (!binding.isCaught || parent.type === 'CatchClause') return undefined;
  return isInstanceOf(parent) || parent.type === 'ThrowStatement' ? undefined : `uses what it caught, '${node.name}'`;
}

function refusalOfGlobal(name: string, node: AnyNode, above: readonly AnyNode[]): string | undefined {
  if (!PLAIN_GLOBALS.has(name)) return `uses '${name}'`;
  const [call, parent] = above.slice(-2) as [AnyNode, AnyNode];
  if (name === 'Map' || name === 'Set') {
    const isMade = parent.type === 'NewExpression' && parent.callee === node;
    return isMade || isInstanceOf(parent) ? undefined : `uses JavaScript's own '${name}'`;
  }
  if (name === 'RegExp') {
    const [one, two] = parent.type === 'NewExpression' && parent.callee === node ? parent.arguments : [];
    const isPlain = one !== undefined && two === undefined && one.type !== 'SpreadElement' && !('regex' in one);
    return isPlain || isInstanceOf(parent) ? undefined : `uses '${name}'`;
  }
  if (name === 'process') return PLAIN_PROCESS.has(propertyOf(parent) ?? '') ? undefined : `uses '${name}'`;
  if (name === 'Symbol') return propertyOf(parent) === 'iterator' ? "uses 'Symbol.iterator'" : undefined;
  if (name === 'console') return propertyOf(parent) === undefined ? `uses '${name}'` : undefined;
  if (name === 'URL') return parent.type === 'NewExpression' && isGiven(parent, call) ? undefined : `uses '${name}'`;
  if (name !== 'Object') return undefined;
  const isCalled = call.type === 'CallExpression' && call.callee === parent && propertyOf(parent) !== undefined;
  return isCalled ? undefined : "uses 'Object'";
}

function isInstanceOf(parent: AnyNode): boolean {
  return parent.type === 'BinaryExpression' && parent.operator === 'instanceof';
}

/** Whether an expression is an argument of a call. */
function isGiven(node: AnyNode, call: AnyNode): boolean {
  return call.type === 'CallExpression' && call.arguments.includes(node as never);
}

function isPlainMeta(name: string | undefined): boolean {
  return name === 'url' || name === 'dirname' || name === 'filename';
}

/** Those of `Object` give arrays. */
function isIterator({ callee }: AnyNode & { type: 'CallExpression' }, scope: Scope): boolean {
  const { object } = callee as { readonly object?: AnyNode };
  return !(object?.type === 'Identifier' && object.name === 'Object' && scope.find('Object') === undefined);
}

/** Whether an iterator is read where it is made. */
function isConsumed(iterator: AnyNode, above: readonly AnyNode[], scope: Scope): boolean {
  const [outer, parent] = above.slice(-2) as [AnyNode, AnyNode];
  switch (parent.type) {
    case 'ForOfStatement':
      return parent.right === iterator;
    case 'SpreadElement':
      return true;
    case 'NewExpression':
      return parent.callee.type === 'Identifier' && ['Map', 'Set'].includes(parent.callee.name);
    case 'VariableDeclarator':
      return parent.id.type === 'ArrayPattern';
    case 'CallExpression': {
      // Seq is lazy.
      if (parent.callee.type === 'Identifier')
        return isImmutables(parent.callee.name, scope) && parent.callee.name !== 'Seq';
      const { object } = parent.callee as { readonly object?: AnyNode };
      const name = propertyOf(parent.callee) ?? '';
      return object?.type === 'Identifier' && ['Array.from', 'Object.fromEntries'].includes(`${object.name}.${name}`);
    }
    case 'MemberExpression': {
      const name = propertyOf(parent) ?? '';
      if (outer.type !== 'CallExpression' || outer.callee !== parent) return false;
      return CONSUMING.has(name) || (ITERATING.has(name) && isConsumed(outer, above.slice(0, -2), scope));
    }
    default:
      return false;
  }
}

/** Whether an identifier is the name of a property or a label, and no variable. */
function isNoVariable(parent: AnyNode, node: AnyNode): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return parent.property === node && !parent.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key === node && !parent.computed && !(parent.type === 'Property' && parent.shorthand);
    case 'ImportSpecifier':
    case 'ExportSpecifier':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportAttribute':
    case 'ExportAllDeclaration':
      return true;
    default:
      return false;
  }
}

function isVisibleImport(from: string): boolean {
  return /^(\.{1,2}\/|file:|\/)/.test(from) || ['everywhen', 'immutable'].includes(from) || PLAIN_MODULES.has(from);
}
