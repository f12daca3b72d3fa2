/**
 * What the kernel calls of its host (../kernel.ts). AssemblyScript imports a function that is only declared from a
 * module that is named after the file: 'host'.
 */

/** Throws the user's error: the steps of one state lead to more than `SUCCESSORS_MAX` successors. */
export declare function crowded(): void;

/** Ends the thread. Only a kernel that a test compiles calls it (hooks.ts). */
export declare function die(): void;
