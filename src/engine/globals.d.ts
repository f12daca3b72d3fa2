/** Names that are there at run time and that no library of ours declares. */

/** The number types of AssemblyScript in `kernel/memory-map.ts`. */
declare type u32 = number;
declare type usize = number;
declare type u64 = number;

/** As much of WebAssembly as the engine uses. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): { readonly module: string; readonly name: string }[];
  }
  class Memory {
    constructor(
      descriptor:
        | { initial: number; maximum: number; shared: boolean }
        | { initial: bigint; maximum: bigint; shared: boolean; address: 'i64' },
    );
    readonly buffer: ArrayBufferLike;
  }
  class Instance {
    constructor(module: Module, imports: { [module: string]: { [name: string]: unknown } });
    readonly exports: { readonly [name: string]: unknown };
  }
}
