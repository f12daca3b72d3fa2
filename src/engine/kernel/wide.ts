/**
 * Accesses to the wide memory, whose addresses have 64 bits: the table of states and the log. AssemblyScript knows one
 * memory only, so they are declared like functions of the host; the build makes a single instruction of each
 * (src/build/wide-memory.ts), and Binaryen inlines them. `At` is the offset that the instruction adds.
 */

export declare function load32(address: u64): u32;
export declare function load32At60(address: u64): u32;
export declare function load64(address: u64): u64;
export declare function load64At56(address: u64): u64;
export declare function loadVector(address: u64): v128;
export declare function loadVectorAt16(address: u64): v128;
export declare function loadVectorAt32(address: u64): v128;
export declare function loadVectorAt48(address: u64): v128;
export declare function store8(address: u64, value: u32): void;
export declare function store64(address: u64, value: u64): void;
export declare function atomicLoad32(address: u64): u32;
export declare function atomicLoad64(address: u64): u64;
export declare function compareExchange32(address: u64, expected: u32, replacement: u32): u32;
export declare function compareExchange64(address: u64, expected: u64, replacement: u64): u64;
export declare function fill(address: u64, value: u32, bytes: u64): void;
