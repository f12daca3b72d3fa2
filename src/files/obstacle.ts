/** Why the system could not read or write a file, in words. */

const OBSTACLES: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EIO: 'the disk reports an error',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  ENAMETOOLONG: 'its name is too long',
};

/** The system's own message, where there are no words for it: it names temporary files. */
export function obstacle(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const words = OBSTACLES[code];
  return words === undefined ? message : `${words} (${code})`;
}
