/** Joins what of Everywhen runs in a browser, for live reports (live/live-parts.ts): the public names, and what answers the page. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

const ENTRY = '\0in-browser';

/** Of what was compiled into a folder, into a file below its `src`. Packages stay packages. */
export async function joinForBrowsers(folder: string, file: string): Promise<void> {
  const source = join(folder, 'src');
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'browser',
    external: (id) => /^[^./\0]/.test(id),
    plugins: [entry(source), standIns(source)],
  });
  await bundle.write({ file: join(source, file), codeSplitting: false, keepNames: true, minify: true });
  await bundle.close();
}

function entry(source: string): Plugin {
  return {
    name: 'entry',
    resolveId: (id) => (id === ENTRY ? id : undefined),
    load: (id) =>
      id === ENTRY
        ? `export * from ${JSON.stringify(join(source, 'index.js'))};
export { answerOn } from ${JSON.stringify(join(source, 'live', 'answering.js'))};`
        : undefined,
  };
}

/** The modules of `live/instead` take the place of those that only Node can run. */
function standIns(source: string): Plugin {
  const instead = join(source, 'live', 'instead');
  return {
    name: 'stand-ins',
    resolveId: (id, importer) => {
      if (!id.startsWith('.') || !importer?.startsWith(source) || importer.startsWith(instead)) return undefined;
      const standIn = join(instead, relative(source, resolve(dirname(importer), id)));
      return existsSync(standIn) ? standIn : undefined;
    },
  };
}
