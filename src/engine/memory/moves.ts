/** Moves of slots between words, as the kernel reads them (kernel/layouts/change-fields.ts). */
import type { Kernel } from '../kernel.ts';
import type { Move } from './layout.ts';

/** Writes moves to an address, and returns their end. */
export function writeMoves({ u64 }: Kernel, address: number, moves: readonly Move[]): number {
  const fields = moves.flatMap(({ from, to, bits, by }) => [
    (BigInt(8 * to) << 32n) | BigInt(8 * from),
    bits,
    BigInt(Math.max(0, by)),
    BigInt(Math.max(0, -by)),
  ]);
  u64.set(fields, address / 8);
  return address + 8 * fields.length;
}
