/**
 * Makes a module of a model *visible*: where it compares two objects by identity, and where a function writes what outlives its call, it
 * tells the checker (semantics/tracked/identity.ts). Nothing else changes, and every line stays where it is. What cannot be told is
 * refused. docs/decisions/visible-models.md says what this is for, and why it is enough.
 */
import { type Scope, type Scopes, scopesOf } from './bindings.ts';
import { lastPartIn, optionalParts } from './chains.ts';
import { Edits, RUNTIME } from './edits.ts';
import { givesIterator, Invisible, refusalOf } from './invisible.ts';
import { functionOfImmutable, isBeingMade, isOwn, isOwnName } from './kept-values.ts';
import { changes, changesImmutables, compares, comparesAll, hasOneBehindOptional, isWatched } from './methods.ts';
import { type AnyNode, childrenOf, isFunction, isPrimitive, parsed, propertyOf } from './syntax.ts';

const EQUALITY = new Map([
  ['===', 'same'],
  ['!==', 'same'],
  ['==', 'alike'],
  ['!=', 'alike'],
]);
/** Functions of `Object` whose first argument they change. */
const CHANGING_OBJECTS = new Set([
  ...['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'freeze', 'seal', 'preventExtensions'],
]);

type Of<T extends AnyNode['type']> = AnyNode & { readonly type: T };

/** The same module, made visible. Throws `Invisible`. */
export function visibleForm(source: string): string {
  return new Rewriting(source).result();
}

class Rewriting {
  readonly #source: string;
  readonly #program: AnyNode;
  readonly #scopes: Scopes;
  readonly #edits: Edits;
  /** The nodes above the present one, the nearest last. */
  readonly #above: AnyNode[] = [];

  constructor(source: string) {
    this.#source = source;
    this.#program = parsed(source);
    this.#scopes = scopesOf(this.#program);
    this.#edits = new Edits(source);
  }

  result(): string {
    if (this.#source.includes(RUNTIME)) throw new Invisible(`has the name '${RUNTIME}'`, this.#source, 0);
    this.#visit(this.#program, this.#scopes.get(this.#program) as Scope);
    return this.#edits.areNone ? this.#source : this.#edits.apply();
  }

  #visit(node: AnyNode, scope: Scope): void {
    this.#rewrite(node, scope);
    this.#above.push(node);
    for (const child of childrenOf(node)) this.#visit(child, this.#scopes.get(child) ?? scope);
    this.#above.pop();
  }

  #rewrite(node: AnyNode, scope: Scope): void {
    const refusal = refusalOf(node, this.#above, scope);
    if (refusal !== undefined) throw this.#refusal(refusal, node.start);
    switch (node.type) {
      case 'BinaryExpression':
        this.#comparison(node);
        break;
      case 'SwitchStatement':
        this.#choice(node);
        break;
      case 'MemberExpression':
        this.#property(node, scope);
        break;
      case 'ChainExpression':
        this.#chain(node);
        break;
      case 'CallExpression':
        this.#call(node, scope);
        break;
      case 'VariableDeclarator':
        if (node.id.type === 'ArrayPattern' && node.init) this.#iterated(node.init);
        break;
      case 'NewExpression':
        this.#construction(node, scope);
        break;
      case 'AssignmentExpression':
        this.#assignment(node, scope);
        break;
      case 'UpdateExpression':
        this.#written(node.argument, scope, node);
        break;
      case 'UnaryExpression':
        if (node.operator === 'delete') this.#written(node.argument, scope, node);
        break;
      case 'ForInStatement':
        this.#edits.call('plain', node.right);
        this.#loopTarget(node.left, scope);
        break;
      case 'ForOfStatement':
        this.#iterated(node.right);
        this.#loopTarget(node.left, scope);
        break;
      case 'MetaProperty': {
        const parent = this.#above.at(-1) as AnyNode;
        if (propertyOf(parent) === 'url') this.#edits.call('url', parent);
        break;
      }
      case 'SpreadElement':
        if (this.#above.at(-1)?.type === 'ObjectExpression') this.#edits.call('plain', node.argument);
        else this.#iterated(node.argument);
        break;
    }
  }

  #comparison({ left, right, operator, start, end }: Of<'BinaryExpression'>): void {
    if (operator === 'in') this.#edits.call('plain', right);
    const name = EQUALITY.get(operator);
    if (name === undefined || isPrimitive(left) || isPrimitive(right)) return;
    const at = this.#operatorAt(left.end, operator);
    const before = operator.startsWith('!') ? '!' : '';
    this.#edits.call(name, { start, end, type: 'BinaryExpression' }, { before });
    this.#edits.replace(at, at + operator.length, ',');
  }

  /** Between two operands stand parentheses, comments and the operator. */
  #operatorAt(from: number, operator: string): number {
    const gap = /(?:[\s()]|\/\*[\s\S]*?\*\/|\/\/[^\n\r\u2028\u2029]*)*/y;
    gap.lastIndex = from;
    gap.exec(this.#source);
    if (!this.#source.startsWith(operator, gap.lastIndex)) throw this.#refusal('compares in an unusual form', from);
    return gap.lastIndex;
  }

  #choice({ discriminant, cases }: Of<'SwitchStatement'>): void {
    const tests = cases.flatMap(({ test }) => test ?? []).filter((test) => !isPrimitive(test));
    if (tests.length === 0) return;
    for (const one of [discriminant, ...tests]) this.#edits.call('plain', one);
  }

  #property(node: Of<'MemberExpression'>, scope: Scope): void {
    const { object, property, computed } = node;
    const method = propertyOf(node);
    const isCalled = this.#isCallee(node);
    if (method === undefined) {
      if (isCalled && computed) this.#edits.call('name', property);
      return;
    }
    if (!isWatched(method) || object.type === 'Super' || this.#isWritten(node)) return;
    const after = lastPartIn(object, this.#source);
    if (['call', 'apply', 'bind'].includes(method)) this.#edits.call('invoked', object, { after });
    else if (method === 'next') this.#edits.call('iterating', object, { after });
    else if (!isCalled || comparesAll(method)) this.#edits.call('doubtful', object, { after });
    else if (changes(method) && !isOwn(object, scope)) this.#edits.call('kept', object, { method, after });
    else if (compares(method)) this.#edits.call('keyed', object, { method, after });
    else if (changesImmutables(method)) this.#edits.call('owned', object, { after });
  }

  /** A chain becomes a function if one of its links may be wrapped. */
  #chain({ expression }: Of<'ChainExpression'>): void {
    if (!hasOneBehindOptional(expression)) return;
    const parts = optionalParts(expression, this.#source);
    if (parts === undefined) throw this.#refusal('has an optional chain in an unusual form', expression.start);
    this.#edits.chain(expression, parts);
  }

  #isCallee(node: AnyNode): boolean {
    const parent = this.#above.at(-1);
    return parent?.type === 'CallExpression' && parent.callee === node;
  }

  /** Whether a node is what an assignment, an update or `delete` writes; they say so themselves. */
  #isWritten(node: AnyNode): boolean {
    const parent = this.#above.at(-1) as AnyNode;
    if (parent.type === 'AssignmentExpression') return parent.left === node;
    return parent.type === 'UpdateExpression' || (parent.type === 'UnaryExpression' && parent.operator === 'delete');
  }

  #call({ callee, arguments: given, start }: Of<'CallExpression'>, scope: Scope): void {
    if (callee.type === 'Identifier' && callee.name === 'structuredClone' && !scope.find('structuredClone')) {
      this.#each('plain', given);
    }
    if (functionOfImmutable(callee, scope) !== undefined) this.#changed(given, scope);
    if (callee.type !== 'MemberExpression') return;
    const method = propertyOf(callee);
    if (this.#isGlobal(callee.object, 'console', scope)) {
      this.#each('plain', given);
    }
    if (this.#isGlobal(callee.object, 'Array', scope) && given[0] !== undefined) this.#iterated(given[0]);
    if (method === 'isSubset' || method === 'isSuperset') this.#each('doubtful', given);
    if (!this.#isGlobal(callee.object, 'Object', scope)) return;
    const name = method as string;
    if (name === 'is') {
      this.#edits.replace(callee.start, callee.end, `${RUNTIME}.is`);
      return;
    }
    for (const [i, one] of given.entries()) {
      const changes = i === 0 && CHANGING_OBJECTS.has(name);
      if (one.type === 'SpreadElement') {
        if (changes) throw this.#refusal(`calls 'Object.${name}' with spread arguments`, start);
        this.#edits.call('plains', one.argument);
      } else if (!changes) this.#edits.call('plain', one);
      else if (!isOwn(one, scope)) this.#edits.call('outer', one);
    }
  }

  /** Arguments that are spread are no collections of their own. */
  #each(name: string, given: readonly AnyNode[]): void {
    for (const one of given) if (one.type !== 'SpreadElement') this.#edits.call(name, one);
  }

  /** What a function of Immutable changes, if it is given within `withMutations`, and what it puts in. */
  #changed([collection, ...others]: readonly AnyNode[], scope: Scope): void {
    if (collection !== undefined && collection.type !== 'SpreadElement' && !isOwn(collection, scope)) {
      this.#edits.call('owned', collection);
    }
    for (const one of others) {
      if (one.type === 'SpreadElement') this.#edits.call('plains', one.argument);
      else if (!isFunction(one)) this.#edits.call('plain', one);
    }
  }

  #construction({ callee, arguments: given, start }: Of<'NewExpression'>, scope: Scope): void {
    const [first] = given;
    const isMap = this.#isGlobal(callee, 'Map', scope);
    if (first === undefined || (!isMap && !this.#isGlobal(callee, 'Set', scope))) return;
    if (first.type === 'SpreadElement') throw this.#refusal('spreads what a Map or Set is made of', start);
    this.#edits.call(isMap ? 'entries' : 'elements', first);
  }

  #assignment(node: Of<'AssignmentExpression'>, scope: Scope): void {
    const { left, right, operator } = node;
    if (left.type === 'Identifier') {
      // A function that is assigned gets the name of the variable, so it must stay where it is.
      if (!isOwnName(left.name, scope)) this.#edits.call('outer', operator === '=' ? node : right);
    } else if (left.type === 'MemberExpression') this.#written(left, scope, left);
    else this.#target(left, scope);
  }

  /** An iterator that is made where it is read has no other reader. */
  #iterated(node: AnyNode): void {
    if (node.type === 'SpreadElement') return;
    const isMade = node.type === 'CallExpression' && givesIterator(propertyOf(node.callee) ?? '');
    if (!isMade && !['ArrayExpression', 'Literal', 'TemplateLiteral'].includes(node.type))
      this.#edits.call('iterated', node);
  }

  /** What an operator changes in place. `whole`: the expression that does. */
  #written(node: AnyNode, scope: Scope, whole: AnyNode): void {
    if (node.type === 'Identifier') {
      if (!isOwnName(node.name, scope)) this.#edits.call('outer', whole);
    } else if (node.type === 'MemberExpression') {
      if (node.object.type === 'Super') throw this.#refusal("writes to 'super'", node.start);
      if (this.#isOwnObject(node.object, scope)) return;
      this.#edits.call('outer', node.object);
    } else if (node.type !== 'ThisExpression') throw this.#refusal('writes in an unusual form', node.start);
  }

  #isOwnObject(node: AnyNode, scope: Scope): boolean {
    return node.type === 'ThisExpression' ? isBeingMade(this.#above, scope) : isOwn(node, scope);
  }

  #loopTarget(left: AnyNode, scope: Scope): void {
    if (left.type !== 'VariableDeclaration') this.#target(left, scope);
  }

  /** A pattern of an assignment. */
  #target(pattern: AnyNode, scope: Scope): void {
    const names: AnyNode[] = [];
    const collect = (node: AnyNode): void => {
      if (node.type === 'Identifier' || node.type === 'MemberExpression') names.push(node);
      else if (node.type === 'AssignmentPattern') collect(node.left);
      else if (node.type === 'Property') collect(node.value as AnyNode);
      else for (const child of childrenOf(node)) collect(child);
    };
    collect(pattern);
    for (const node of names) {
      const isOwnTarget =
        node.type === 'Identifier'
          ? isOwnName(node.name, scope)
          : isOwn((node as Of<'MemberExpression'>).object, scope);
      if (!isOwnTarget) {
        throw this.#refusal('writes by a pattern what outlives the function', node.start);
      }
    }
  }

  #isGlobal(node: AnyNode, name: string, scope: Scope): boolean {
    return node.type === 'Identifier' && node.name === name && scope.find(name) === undefined;
  }

  #refusal(why: string, position: number): Invisible {
    return new Invisible(why, this.#source, position);
  }
}
