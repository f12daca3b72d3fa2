/** What a command is told besides its arguments and options, and where its exit code goes. */

export interface Invocation {
  /** The whole command line behind `everywhen`. */
  readonly words: readonly string[];
  /** The process has nothing else to do: V8's flags may be set for this command. */
  readonly ownsProcess: boolean;
  readonly exit: (code: number) => void;
}
