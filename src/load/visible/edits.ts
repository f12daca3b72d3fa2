/** Changes of a source that keep its lines. */
import type { Part } from './chains.ts';
import type { AnyNode } from './syntax.ts';

/** How the runtime of visible models is named in their modules (semantics/tracked/identity.ts). */
export const RUNTIME = 'everywhen$';
/** The parameter of the rest of an optional chain. */
const REST = `${RUNTIME}it`;

type Place = Pick<AnyNode, 'start' | 'end' | 'type'>;

/**
 * Texts at one place stand in this order: what closes nodes that end there, inner ones first; what leads to the rest of a chain; what opens
 * nodes that begin there, outer ones first.
 */
type Kind = 'closes' | 'leads' | 'opens';
const ORDER: readonly Kind[] = ['closes', 'leads', 'opens'];

interface CallOptions {
  readonly before?: string;
  readonly method?: string;
  readonly after?: Place | undefined;
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly kind: Kind;
  /** The node that it belongs to. */
  readonly node: Place;
  /** Of two with the same node, the outer one comes first. */
  readonly number: number;
}

export class Edits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  get areNone(): boolean {
    return this.#edits.length === 0;
  }

  /**
   * `node` -> `runtime.name(node)`, with `before` in front of it. `method`: a second argument. `after`: in the rest of a chain, the part that
   * the rest begins behind.
   */
  call(name: string, node: Place, { before = '', method, after }: CallOptions = {}): void {
    const more = method === undefined ? ')' : `, '${method}')`;
    const [open, close] = node.type === 'SequenceExpression' ? ['((', `)${more}`] : ['(', more];
    this.#insert(after?.end ?? node.start, `${before}${RUNTIME}.${name}${open}`, 'opens', node);
    this.#insert(node.end, close, 'closes', node);
  }

  /** `a?.b` -> `runtime.chain(a, (rest) => rest.b)`, and so on for each part before `?.` of a chain. */
  chain(chain: Place, parts: readonly Part[]): void {
    this.#insert(chain.start, `${RUNTIME}.chain(`, 'opens', chain);
    for (const [i, part] of parts.entries()) {
      const nested = i < parts.length - 1;
      this.#insert(part.end, `, (${REST}) => ${nested ? `${RUNTIME}.chain(` : ''}`, 'leads', part);
      const behind = { ...part, start: part.end };
      this.#insert(part.end, REST, 'opens', behind);
      const dot = part.isComputed ? '' : '.';
      this.#push({ from: part.end, to: part.end + 2, text: dot, kind: 'opens', node: behind });
      this.#insert(chain.end, ')', 'closes', chain);
    }
  }

  /** Writes a text of one line in place of another. */
  replace(from: number, to: number, text: string): void {
    this.#push({ from, to, text, kind: 'opens', node: { start: from, end: to, type: 'Program' } });
  }

  #insert(at: number, text: string, kind: Kind, node: Place): void {
    this.#push({ from: at, to: at, text, kind, node });
  }

  #push(edit: Omit<Edit, 'number'>): void {
    this.#edits.push({ ...edit, number: this.#edits.length });
  }

  apply(): string {
    const edits = this.#edits.toSorted((a, b) => a.from - b.from || order(a, b));
    let text = '';
    let at = 0;
    for (const edit of edits) {
      text += this.#source.slice(at, edit.from);
      // `return[a].includes(b)`
      if (/^\w/.test(edit.text) && /[\w$]$/.test(text)) text += ' ';
      text += edit.text;
      at = edit.to;
    }
    return text + this.#source.slice(at);
  }
}

function order(a: Edit, b: Edit): number {
  if (a.kind !== b.kind) return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
  if (a.kind === 'closes') return b.node.start - a.node.start || b.number - a.number;
  return b.node.end - a.node.end || a.number - b.number;
}
