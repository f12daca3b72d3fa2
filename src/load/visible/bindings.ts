/** Which names a module declares, and in which function: what a function writes may outlive its call only if another one declares it. */
import { type AnyNode, childrenOf, isFunction } from './syntax.ts';

export interface Binding {
  /** The function, or the module, that has it. */
  readonly owner: AnyNode;
  /** Of a `const` with one name: what it is. */
  readonly value?: AnyNode;
  /** It is the parameter of `catch`. */
  readonly isCaught?: boolean;
  /** Of an import: the module, and the name there; none if all of its names are meant. */
  readonly from?: { readonly module: string; readonly name: string | undefined };
}

const SCOPES = new Set([
  'BlockStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'CatchClause',
  'SwitchStatement',
  'ClassDeclaration',
  'ClassExpression',
]);

export class Scope {
  readonly owner: AnyNode;
  readonly #names = new Map<string, Binding>();
  readonly #above: Scope | undefined;

  constructor(owner: AnyNode, above: Scope | undefined) {
    this.owner = owner;
    this.#above = above;
  }

  /** Undefined for a global. */
  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.#above?.find(name);
  }

  declare(name: string, more: Omit<Binding, 'owner'> = {}): void {
    this.#names.set(name, { owner: this.owner, ...more });
  }

  /** The scope of the function: that of `var`. */
  get outermost(): Scope {
    return this.#above === undefined || this.#above.owner !== this.owner ? this : this.#above.outermost;
  }
}

/** The scope of each node that has one. */
export type Scopes = ReadonlyMap<AnyNode, Scope>;

export function scopesOf(program: AnyNode): Scopes {
  const scopes = new Map<AnyNode, Scope>();
  const visit = (node: AnyNode, above: Scope | undefined): void => {
    let scope = above;
    if (isFunction(node) || SCOPES.has(node.type)) {
      scope = new Scope(isFunction(node) ? node : (above as Scope).owner, above);
      scopes.set(node, scope);
    }
    declareIn(node, scope as Scope, above);
    for (const child of childrenOf(node)) visit(child, scope);
  };
  visit(program, undefined);
  return scopes;
}

function declareIn(node: AnyNode, scope: Scope, above: Scope | undefined): void {
  switch (node.type) {
    case 'VariableDeclaration':
      for (const { id, init } of node.declarations) {
        const isValue = node.kind === 'const' && id.type === 'Identifier' && init;
        const target = node.kind === 'var' ? scope.outermost : scope;
        for (const name of namesIn(id)) target.declare(name, isValue ? { value: init } : {});
      }
      break;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      for (const parameter of node.params) for (const name of namesIn(parameter)) scope.declare(name);
      if (node.id) (node.type === 'FunctionDeclaration' ? above : scope)?.declare(node.id.name);
      break;
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (node.id) {
        scope.declare(node.id.name);
        if (node.type === 'ClassDeclaration') above?.declare(node.id.name);
      }
      break;
    case 'CatchClause':
      if (node.param) for (const name of namesIn(node.param)) scope.declare(name, { isCaught: true });
      break;
    case 'ImportDeclaration':
      for (const one of node.specifiers) {
        const name = one.type === 'ImportSpecifier' ? (one.imported as { name?: string }).name : undefined;
        scope.declare(one.local.name, { from: { module: String(node.source.value), name } });
      }
      break;
  }
}

/** The names that a pattern binds. */
export function namesIn(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)));
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    default:
      return [];
  }
}
