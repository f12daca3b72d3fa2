/**
 * A file that a run writes at its end. It is tried before the run, which may take an hour: its folder exists or can be created, a file can
 * be created there, and what stands in its place is nothing, or an older result of the same kind. It is never a source: neither a module
 * that the run loaded nor any other file with the name of one.
 */
import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { obstacle } from './obstacle.ts';
import { appendWhole, replaceFile, tryFolder } from './whole-file.ts';

/** What is written, and how an older file of the same kind is recognised. */
export interface ResultKind {
  /** As in `the trace cannot be written to ...`. */
  readonly what: string;
  /** As in `there is a file that is not ...`. */
  readonly ours: string;
  /** Of the beginning and the end of a file. */
  readonly isOurs: (text: string) => boolean;
  /** A command that writes to another place. */
  readonly next?: string;
}

export interface TargetOptions {
  /** The modules of the run, over which nothing is written. */
  readonly sources?: readonly string[];
  /** Create the folder, which is an error otherwise. */
  readonly makesFolder?: boolean;
}

/** Files of a language that we run or that a tool of ours reads. */
const SOURCES = /\.([cm]?[jt]sx?|wasm)$|^(package|package-lock|tsconfig[\w.-]*|jsconfig)\.json$/i;
/** A result is recognised by this many bytes at its beginning, and as many at its end. */
const RECOGNISED_BYTES = 65_536;

export class TargetFile {
  readonly file: string;
  readonly #kind: ResultKind;
  readonly #taken: Stats | undefined;

  /** Throws `E_USAGE` if the file cannot be written, or must not be. */
  constructor(file: string, kind: ResultKind, { sources = [], makesFolder = false }: TargetOptions = {}) {
    this.file = file;
    this.#kind = kind;
    try {
      this.#taken = statSync(file, { throwIfNoEntry: false });
      if (this.#taken?.isDirectory()) throw new Error('it is a folder');
      const modules = sources.map((source) => realOf(source));
      if (modules.includes(realOf(file))) throw new Error('the run loaded it as a module');
      if (this.#taken !== undefined) this.#mustBeReplaceable(this.#taken);
      if (this.isStream && this.#taken !== undefined) return;
      if (makesFolder) mkdirSync(dirname(file), { recursive: true });
      tryFolder(dirname(realOf(file)));
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Replaces the file completely, or leaves the older one. Throws `E_USAGE`. */
  write(text: string): void {
    try {
      if (this.isStream) writeFileSync(this.file, text);
      else
        replaceFile(realOf(this.file), text, { durable: true, ...(this.#taken && { mode: this.#taken.mode & 0o777 }) });
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Adds a line, or leaves the file as it was. Throws `E_USAGE`. */
  append(line: string): void {
    try {
      appendWhole(this.file, line);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** A terminal, a pipe or a device is written to and never replaced, and so is a file that this process has open. */
  get isStream(): boolean {
    return (this.#taken !== undefined && !this.#taken.isFile()) || /^\/(dev|proc)\//.test(resolve(this.file));
  }

  #mustBeReplaceable(stats: Stats): void {
    accessSync(this.file, constants.W_OK);
    if (!stats.isFile() || stats.size === 0) return;
    if (SOURCES.test(basename(this.file))) throw new Error('there is a source file, which no result replaces');
    if (!this.#kind.isOurs(endsOf(this.file, stats.size))) {
      throw new Error(`there is a file that is not ${this.#kind.ours}`);
    }
  }

  #failure(error: unknown): UserError {
    const { what, next } = this.#kind;
    return new UserError('E_USAGE', `${what} cannot be written to '${this.file}': ${obstacle(error)}`, {
      hint: /^(there is a|the run loaded)/.test((error as Error).message)
        ? 'It stays as it is. Name another file, or remove that one.'
        : undefined,
      next,
    });
  }
}

/** The path without links, of a file that need not exist. */
function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = dirname(resolve(file));
    return folder === resolve(file) ? folder : join(realOf(folder), basename(file));
  }
}

function endsOf(file: string, size: number): string {
  if (size <= 2 * RECOGNISED_BYTES) return readFileSync(file, 'utf8');
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(2 * RECOGNISED_BYTES);
    readSync(descriptor, bytes, 0, RECOGNISED_BYTES, 0);
    readSync(descriptor, bytes, RECOGNISED_BYTES, RECOGNISED_BYTES, size - RECOGNISED_BYTES);
    return bytes.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
