import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packagePath } from '../platform/paths.ts';

const types: Record<string, string> = {
  'site.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'seal.svg': 'image/svg+xml',
  'fret.svg': 'image/svg+xml',
};

export interface Asset {
  body: string;
  type: string;
}

/** The site's own files, read once. `url` carries a hash of the content, so that browsers may keep them for good. */
export function loadAssets(): { get(file: string): Asset | undefined; url(file: string): string } {
  const assets = new Map(
    Object.entries(types).map(([file, type]) => {
      const body = readFileSync(packagePath(`src/site/assets/${file}`), 'utf8');
      const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
      return [file, { body, type, url: `/assets/${file}?v=${hash}` }];
    }),
  );
  return {
    get: (file) => assets.get(file),
    url(file) {
      const asset = assets.get(file);
      if (!asset) throw new Error(`no asset ${file}`);
      return asset.url;
    },
  };
}
