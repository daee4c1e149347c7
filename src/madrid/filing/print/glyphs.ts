import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import decompress from 'woff2-encoder/decompress';

/** Characters drawn one after the other; lengths are in points at the size asked for. */
export interface GlyphRun {
  width: number;
  /** Outlines as SVG path data with their place, in font units; `scale` makes them points. */
  shapes: { path: string; x: number; y: number }[];
  scale: number;
}

interface FontFile {
  package: string;
  /** File inside the package, without its folder. */
  file: string;
  ranges: [number, number][];
}

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** Weight of the outlines, of those the fonts can vary. */
const WEIGHT = 400;

function rangesOf(text: string): [number, number][] {
  return text.split(',').map((range) => {
    const [from, to] = range.trim().replace(/^U\+/i, '').split('-');
    return [parseInt(from!, 16), parseInt(to ?? from!, 16)];
  });
}

/** Packages by the order in which they are asked for a character: `unicode.json` tells which of their files has it. */
const packages = [
  { name: '@fontsource-variable/noto-sans', file: (id: string) => `noto-sans-${id}-wght-normal.woff2` },
  { name: '@fontsource/noto-sans-thai', file: (id: string) => `noto-sans-thai-${id}-400-normal.woff2` },
  { name: '@fontsource-variable/noto-sans-sc', file: (id: string) => `noto-sans-sc-${id}-wght-normal.woff2` },
];

async function fontFiles(): Promise<FontFile[]> {
  const files: FontFile[] = [];
  for (const { name, file } of packages) {
    const subsets = JSON.parse(await readFile(join(folderOf(name), 'unicode.json'), 'utf8')) as Record<
      string,
      string
    >;
    for (const [id, ranges] of Object.entries(subsets))
      files.push({ package: name, file: file(id.replace(/[[\]]/g, '')), ranges: rangesOf(ranges) });
  }
  return files;
}

async function openFont(file: FontFile): Promise<fontkit.Font> {
  const packed = await readFile(join(folderOf(file.package), 'files', file.file));
  const font = fontkit.create(Buffer.from(await decompress(packed))) as fontkit.Font;
  return 'wght' in font.variationAxes ? font.getVariation({ wght: WEIGHT }) : font;
}

/**
 * Outlines of text in any script the register knows: Latin, Greek, Cyrillic, Thai, Chinese. Fonts come with the package
 * and are opened file by file as characters need them; a form draws outlines, so no font has to be on the machine that
 * prints it.
 */
export class Glyphs {
  readonly #fonts = new Map<FontFile, Promise<fontkit.Font>>();
  #files: Promise<FontFile[]> | undefined;

  async #fileFor(character: string): Promise<FontFile | undefined> {
    const code = character.codePointAt(0)!;
    this.#files ??= fontFiles();
    return (await this.#files).find((f) => f.ranges.some(([from, to]) => code >= from && code <= to));
  }

  #font(file: FontFile): Promise<fontkit.Font> {
    const open = this.#fonts.get(file) ?? openFont(file);
    this.#fonts.set(file, open);
    return open;
  }

  /** Text laid out at a size in points; a character no font has is drawn as a question mark. */
  async layout(text: string, size: number): Promise<GlyphRun[]> {
    const runs: GlyphRun[] = [];
    let piece = '';
    let file: FontFile | undefined;
    const finish = async (): Promise<void> => {
      if (piece === '' || !file) return;
      const font = await this.#font(file);
      const scale = size / font.unitsPerEm;
      const { glyphs, positions } = font.layout(piece);
      let x = 0;
      const shapes = glyphs.map((glyph, i) => {
        const at = positions[i]!;
        const shape = { path: glyph.path.toSVG(), x: x + at.xOffset, y: at.yOffset };
        x += at.xAdvance;
        return shape;
      });
      runs.push({ width: x * scale, shapes, scale });
    };
    for (const character of text.normalize('NFC')) {
      const needs = (await this.#fileFor(character)) ?? (await this.#fileFor('?'));
      if (needs !== file) {
        await finish();
        piece = '';
        file = needs;
      }
      piece += (await this.#fileFor(character)) ? character : '?';
    }
    await finish();
    return runs;
  }
}
