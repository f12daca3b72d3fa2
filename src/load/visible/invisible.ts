/** What hides the identity of a value, or what a function keeps, from the checker: a module that has it cannot be made visible. */
import type { Scope } from './bindings.ts';
import { changes } from './methods.ts';
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
  ...['Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Float64Array'],
]);
/** Properties by which code could compare, change or make objects that nobody sees. */
const HIDING_PROPERTIES = new Set(['asMutable', 'constructor', 'groupBy', 'prototype', '__proto__']);
/** Modules of Node that compare nothing. */
const PLAIN_MODULES = new Set(['node:fs', 'node:path', 'node:url', 'node:os']);

/** Methods that give an iterator, which changes when it is read. */
const ITERATORS = new Set(['values', 'keys', 'entries', 'matchAll']);
const ITERATING = new Set(['map', 'filter', 'take', 'drop', 'flatMap']);
const CONSUMING = new Set(['toArray', 'reduce', 'some', 'every', 'find', 'forEach']);
/** Methods of strings that read a regular expression from its beginning. */
const MATCHING = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']);

/** Why a node cannot be made visible, as the rest of a sentence; undefined if it can. `above`: the nodes above it, the nearest last. */
export function refusalOf(node: AnyNode, above: readonly AnyNode[], scope: Scope): string | undefined {
  const parent = above.at(-1) as AnyNode;
  switch (node.type) {
    case 'Identifier':
      return isNoVariable(parent, node) || scope.find(node.name) ? undefined : refusalOfGlobal(node.name, node, above);
    case 'Literal': {
      const isRead = parent.type === 'CallExpression' && MATCHING.has(propertyOf(parent.callee) ?? '');
      return node.regex && /[gy]/.test(node.regex.flags) && !isRead ? 'keeps a regular expression' : undefined;
    }
    case 'MemberExpression': {
      const name = propertyOf(node) ?? '';
      if (HIDING_PROPERTIES.has(name)) return `uses '.${name}'`;
      return name === 'next' && parent.type === 'CallExpression' && parent.callee === node
        ? "calls '.next'"
        : undefined;
    }
    case 'CallExpression': {
      const name = propertyOf(node.callee) ?? '';
      return ITERATORS.has(name) && isIterator(node, scope) && !isConsumed(node, above)
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
      return typeof from === 'string' && !isVisibleImport(from) ? `imports '${from}'` : undefined;
    }
    case 'ObjectPattern': {
      const keys = node.properties.flatMap((one) =>
        one.type === 'Property' && !one.computed ? ((one.key as { name?: string }).name ?? []) : [],
      );
      const hiding = keys.find((key) => changes(key) || HIDING_PROPERTIES.has(key));
      return hiding === undefined ? undefined : `takes '${hiding}' from an object`;
    }
    default:
      return undefined;
  }
}

function refusalOfGlobal(name: string, node: AnyNode, above: readonly AnyNode[]): string | undefined {
  if (!PLAIN_GLOBALS.has(name)) return `uses '${name}'`;
  const [call, parent] = above.slice(-2) as [AnyNode, AnyNode];
  if (name === 'Map' || name === 'Set') {
    const isMade = parent.type === 'NewExpression' && parent.callee === node;
    const isAsked = parent.type === 'BinaryExpression' && parent.operator === 'instanceof';
    return isMade || isAsked ? undefined : `uses JavaScript's own '${name}'`;
  }
  if (name !== 'Object') return undefined;
  const isCalled = call.type === 'CallExpression' && call.callee === parent && propertyOf(parent) !== undefined;
  return isCalled ? undefined : "uses 'Object'";
}

/** Those of `Object` give arrays. */
function isIterator({ callee }: AnyNode & { type: 'CallExpression' }, scope: Scope): boolean {
  const { object } = callee as { readonly object?: AnyNode };
  return !(object?.type === 'Identifier' && object.name === 'Object' && scope.find('Object') === undefined);
}

/** Whether an iterator is read where it is made. */
function isConsumed(iterator: AnyNode, above: readonly AnyNode[]): boolean {
  const [outer, parent] = above.slice(-2) as [AnyNode, AnyNode];
  switch (parent.type) {
    case 'ForOfStatement':
      return parent.right === iterator;
    case 'SpreadElement':
      return true;
    case 'NewExpression':
      return parent.callee.type === 'Identifier' && ['Map', 'Set'].includes(parent.callee.name);
    case 'CallExpression': {
      const { object } = parent.callee as { readonly object?: AnyNode };
      return object?.type === 'Identifier' && object.name === 'Array' && propertyOf(parent.callee) === 'from';
    }
    case 'MemberExpression': {
      const name = propertyOf(parent) ?? '';
      if (outer.type !== 'CallExpression' || outer.callee !== parent) return false;
      return CONSUMING.has(name) || (ITERATING.has(name) && isConsumed(outer, above.slice(0, -2)));
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
      return true;
    default:
      return false;
  }
}

function isVisibleImport(from: string): boolean {
  return /^(\.{1,2}\/|file:|\/)/.test(from) || ['everywhen', 'immutable'].includes(from) || PLAIN_MODULES.has(from);
}
