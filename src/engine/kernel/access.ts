/**
 * Accesses for code that works in either memory: an address of 32 bits (usize) is one of the first memory, an address of
 * 64 bits one of the wide memory.
 */
import * as wide from './wide';

/** Known when the kernel is compiled. */
function isWide<Address>(): bool {
  return sizeof<Address>() === sizeof<u64>();
}

export function load64<Address>(address: Address): u64 {
  if (isWide<Address>()) return wide.load64(<u64>address);
  return load<u64>(<usize>address);
}

export function load64At56<Address>(address: Address): u64 {
  if (isWide<Address>()) return wide.load64At56(<u64>address);
  return load<u64>(<usize>address, 56);
}

export function store64<Address>(address: Address, value: u64): void {
  if (isWide<Address>()) wide.store64(<u64>address, value);
  else store<u64>(<usize>address, value);
}

export function compareExchange64<Address>(address: Address, expected: u64, replacement: u64): u64 {
  if (isWide<Address>()) return wide.compareExchange64(<u64>address, expected, replacement);
  return atomic.cmpxchg<u64>(<usize>address, expected, replacement);
}

export function loadVector<Address>(address: Address): v128 {
  if (isWide<Address>()) return wide.loadVector(<u64>address);
  return v128.load(<usize>address);
}

export function loadVectorAt16<Address>(address: Address): v128 {
  if (isWide<Address>()) return wide.loadVectorAt16(<u64>address);
  return v128.load(<usize>address, 16);
}

export function loadVectorAt32<Address>(address: Address): v128 {
  if (isWide<Address>()) return wide.loadVectorAt32(<u64>address);
  return v128.load(<usize>address, 32);
}

export function loadVectorAt48<Address>(address: Address): v128 {
  if (isWide<Address>()) return wide.loadVectorAt48(<u64>address);
  return v128.load(<usize>address, 48);
}
