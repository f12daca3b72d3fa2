/** Builds a page into one file of `dist/pages`: `vite build --config src/page/browser/vite.config.ts --mode report`. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  root: at('.'),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [viteSingleFile(), contentSecurityPolicy(mode)],
  build: {
    target: 'es2024',
    outDir: at('../../../dist/pages'),
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: at(`${mode}.html`) },
  },
}));

/**
 * The browser runs only this page's own script, whatever the data contains, and sends no request, except from `explore` to its server.
 * The page of a live report may also compile the kernel and start a thread with a script that it has itself.
 */
function contentSecurityPolicy(mode: string): Plugin {
  return {
    name: 'content-security-policy',
    enforce: 'post',
    // Last, because the hashes must be of the bytes that the browser reads.
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
          const html = String(file.source);
          const policy = [
            "default-src 'none'",
            'img-src data:',
            ...(mode === 'explore' ? ["connect-src 'self'"] : []),
            // The hash of the models' script joins these when a live report is written (template.ts).
            `script-src ${hashes(html, 'script')}${mode === 'live' ? " 'wasm-unsafe-eval'" : ''}`,
            ...(mode === 'live' ? ['worker-src blob:'] : []),
            `style-src ${hashes(html, 'style')}`,
            "base-uri 'none'",
            "form-action 'none'",
          ].join('; ');
          const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
          file.source = html.replace('<meta charset="utf-8">', (charset) => `${charset}\n    ${meta}`);
        }
      },
    },
  };
}

function hashes(html: string, element: 'script' | 'style'): string {
  const contents = [...html.matchAll(new RegExp(`<${element}\\b[^>]*>(.*?)</${element}>`, 'gs'))];
  return contents
    .map(([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`)
    .join(' ');
}
