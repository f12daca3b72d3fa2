/** The package that this code is of: where it stands, and what its `package.json` says. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

interface OwnPackage {
  /** Its folder: a checkout, or that of the installed package. */
  readonly home: string;
  readonly version: string;
  readonly devDependencies: { readonly [name: string]: string };
}

export function ownPackage(): OwnPackage {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('everywhen/package.json');
  const { version, devDependencies } = require(manifest) as Omit<OwnPackage, 'home'>;
  return { home: dirname(manifest), version, devDependencies };
}
