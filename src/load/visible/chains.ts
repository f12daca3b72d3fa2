/**
 * Optional chains. A link behind `?.` cannot be wrapped, because the chain ends early where `?.` finds nothing. So the rest of such a
 * chain becomes a function: `a?.b().c()` -> `chain(a, (it) => it.b().c())`.
 */
import type { AnyNode } from './syntax.ts';

/** An expression of a chain that `?.` follows, up to there. */
export interface Part extends Pick<AnyNode, 'start' | 'end' | 'type'> {
  /** `part?.[key]`, and not `part?.key`. */
  readonly isComputed: boolean;
}

/**
 * What stands before each `?.` of a chain, from left to right. Undefined for a chain that calls what stands there, `f?.()`, or has a comment
 * in front of `?.`.
 */
export function optionalParts(chain: AnyNode, source: string): Part[] | undefined {
  const parts: Part[] = [];
  for (let node = chain; ; ) {
    if (node.type === 'MemberExpression') {
      if (node.optional) {
        const end = dotAfter(node.object as AnyNode, source);
        if (end === undefined) return undefined;
        const { start, type } = node.object;
        parts.unshift({ start, end, type, isComputed: node.computed });
      }
      node = node.object as AnyNode;
    } else if (node.type === 'CallExpression') {
      if (node.optional) return undefined;
      node = node.callee as AnyNode;
    } else return parts;
  }
}

/** The part of an expression before its last `?.`, where it is a link of a chain behind one. */
export function lastPartIn(link: AnyNode, source: string): Part | undefined {
  return optionalParts(link, source)?.at(-1);
}

/** Whether an expression is a chain that may have ended before its last link. */
export function isBehindOptional(link: AnyNode): boolean {
  if (link.type === 'MemberExpression') return link.optional || isBehindOptional(link.object as AnyNode);
  if (link.type === 'CallExpression') return link.optional || isBehindOptional(link.callee as AnyNode);
  return false;
}

/** Where the `?.` after an expression stands, behind its parentheses. */
function dotAfter({ end }: AnyNode, source: string): number | undefined {
  const gap = /[\s)]*(?=\?\.)/y;
  gap.lastIndex = end;
  return gap.test(source) ? gap.lastIndex : undefined;
}
