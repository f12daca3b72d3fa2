/** The compiled kernel, as a file of the package. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether the kernel was compiled for a memory that several threads share. */
export const IS_SHARED: boolean = true;

/** Whether it has a second memory, with addresses of 64 bits (kernel/wide.ts). */
export const HAS_WIDE_MEMORY: boolean = true;

/** Throws an `Error` if the package was not built. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return readFileSync(kernelFile());
}

/** In the package it stands beside this file; the sources of a clone use the kernel that the build made. */
function kernelFile(): string {
  const candidates = ['./kernel/kernel.wasm', '../../dist/src/engine/kernel/kernel.wasm'];
  const found = candidates
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('kernel.wasm is not there: npm run build');
  return found;
}
