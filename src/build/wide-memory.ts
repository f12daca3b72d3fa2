/**
 * The second memory of the kernel, of which AssemblyScript knows nothing. The kernel declares what it does there as imported functions
 * (engine/kernel/wide.ts). In the text of the compiled module, each becomes a function of one instruction on that memory, which
 * Binaryen then inlines. Without a second memory, the same instructions work on the first one, at addresses cut to 32 bits.
 */

/** Named after their file. */
const MODULE = 'wide';
const MEMORY = '$wide';
/** From one page to 16 GiB, the most that V8 takes: the memory that is given may have any size between. */
const PAGES_MAX = 262_144;
/** By name: the instruction, without its memory and its offset, the offset, and which of its operands are addresses or lengths. */
const INSTRUCTIONS = new Map<string, Instruction>([
  ['load32', { name: 'i32.load', wide: [0] }],
  ['load32At60', { name: 'i32.load', offset: 60, wide: [0] }],
  ['load64', { name: 'i64.load', wide: [0] }],
  ['load64At56', { name: 'i64.load', offset: 56, wide: [0] }],
  ['loadVector', { name: 'v128.load', wide: [0] }],
  ['loadVectorAt16', { name: 'v128.load', offset: 16, wide: [0] }],
  ['loadVectorAt32', { name: 'v128.load', offset: 32, wide: [0] }],
  ['loadVectorAt48', { name: 'v128.load', offset: 48, wide: [0] }],
  ['store8', { name: 'i32.store8', wide: [0] }],
  ['store64', { name: 'i64.store', wide: [0] }],
  ['atomicLoad32', { name: 'i32.atomic.load', wide: [0] }],
  ['atomicLoad64', { name: 'i64.atomic.load', wide: [0] }],
  ['compareExchange32', { name: 'i32.atomic.rmw.cmpxchg', wide: [0] }],
  ['compareExchange64', { name: 'i64.atomic.rmw.cmpxchg', wide: [0] }],
  ['fill', { name: 'memory.fill', wide: [0, 2] }],
]);

interface Instruction {
  readonly name: string;
  readonly offset?: number;
  readonly wide: readonly number[];
}

/** The text of a module without imports from `MODULE`. Throws for one that is no instruction. */
export function withWideAccesses(text: string, memories: 1 | 2): string {
  const functions: string[] = [];
  const imports = new RegExp(`^ *\\(import "${MODULE}" "(\\w+)" \\(func (\\S+)(.*)\\)\\)\\n`, 'gm');
  const without = text.replaceAll(imports, (_, name: string, identifier: string, signature: string) => {
    functions.push(` (func ${identifier}${signature}\n  ${bodyOf(name, signature, memories)}\n )\n`);
    return '';
  });
  const end = without.lastIndexOf(')');
  return (
    (memories === 2 ? withSecondMemory(without.slice(0, end)) : without.slice(0, end)) +
    functions.join('') +
    without.slice(end)
  );
}

function bodyOf(name: string, signature: string, memories: 1 | 2): string {
  const instruction = INSTRUCTIONS.get(name);
  if (instruction === undefined) throw new Error(`no instruction is known for '${name}' of ${MODULE}.ts`);
  const count = /\(param ([^)]*)\)/.exec(signature)?.[1]?.split(' ').length ?? 0;
  const operands = Array.from({ length: count }, (_, i) => {
    const operand = `(local.get ${i})`;
    return memories === 1 && instruction.wide.includes(i) ? `(i32.wrap_i64 ${operand})` : operand;
  });
  const memory = memories === 2 ? [MEMORY] : [];
  const offset = instruction.offset === undefined ? [] : [`offset=${instruction.offset}`];
  return `(${[instruction.name, ...memory, ...offset, ...operands].join(' ')})`;
}

/**
 * Behind the first: what names no memory means that one, and V8 has its base and size at hand, and looks up those of others at each
 * access.
 */
function withSecondMemory(text: string): string {
  const first = /^ *\(import "env" "memory" \(memory .*\)\)\n/m;
  if (!first.test(text)) throw new Error('the compiled kernel imports no memory');
  return text.replace(first, (line) => `${line} (import "env" "wide" (memory ${MEMORY} i64 1 ${PAGES_MAX} shared))\n`);
}
