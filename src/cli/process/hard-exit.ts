/**
 * Ends the process from a thread that is not the main one, with an exit code. Node has no call for it: in a worker `process.exit` ends the
 * thread, and a signal would choose the exit code. A WebAssembly module may end its process by `proc_exit` of WASI, from any thread.
 */
import { WASI } from 'node:wasi';

/** The module `(import proc_exit) (memory 1) (func _start (call proc_exit (i32.const CODE)))`, as the binary format has it. */
function moduleThatExits(code: number): WebAssembly.Module {
  const body = [0, 0x41, ...signed(code), 0x10, 0, 0x0b];
  const name = (text: string) => [text.length, ...Buffer.from(text)];
  const section = (id: number, ...content: readonly number[]) => [id, content.length, ...content];
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, 2, 0x60, 1, 0x7f, 0, 0x60, 0, 0),
      ...section(2, 1, ...name('wasi_snapshot_preview1'), ...name('proc_exit'), 0, 0),
      ...section(3, 1, 1),
      ...section(5, 1, 0, 1),
      ...section(7, 2, ...name('memory'), 2, 0, ...name('_start'), 0, 1),
      ...section(10, 1, body.length, ...body),
    ]),
  );
}

/** An exit code, 0 to 255, as signed LEB128. */
function signed(code: number): readonly number[] {
  return [(code & 0x7f) | 0x80, code >>> 7];
}

export function hardExit(code: number): never {
  const wasi = new WASI({ version: 'preview1', returnOnExit: false });
  wasi.start(new WebAssembly.Instance(moduleThatExits(code), { wasi_snapshot_preview1: wasi.wasiImport }));
  throw new Error('the process has not ended');
}
