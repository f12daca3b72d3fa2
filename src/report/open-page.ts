/** Opens one of Everywhen's pages in the user's browser. */
import { resolve } from 'node:path';
import { inCi } from './surroundings.ts';

export interface Desk {
  readonly isTerminal: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Rejects if there is no browser to start. */
  readonly open: (address: string) => Promise<unknown>;
}

const here: Desk = {
  isTerminal: process.stdout.isTTY === true,
  platform: process.platform,
  env: process.env,
  open: async (address) => (await import('open')).default(address),
};

/** Undefined if a browser was started; otherwise the reason, as the words after "because". */
export function openPage(file: string, desk = here): Promise<string | undefined> {
  return openInBrowser(resolve(file), desk);
}

/** The same for an absolute path or a link. */
export async function openInBrowser(address: string, desk = here): Promise<string | undefined> {
  const obstacle = obstacleTo(desk);
  if (obstacle !== undefined) return obstacle;
  try {
    await desk.open(address);
    return undefined;
  } catch (error) {
    return `no browser starts: ${(error as Error).message}`;
  }
}

function obstacleTo({ isTerminal, platform, env }: Desk): string | undefined {
  if (!isTerminal) return 'standard output is not a terminal';
  if (inCi(env)) return 'this is CI';
  // Other platforms have a desktop. The terminal of an editor has no display, but `BROWSER` names a browser.
  const desktops = ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'BROWSER'];
  const hasDesktop = platform !== 'linux' || desktops.some((name) => (env[name] ?? '') !== '');
  return hasDesktop ? undefined : 'there is no display';
}
