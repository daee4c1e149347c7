import Pdfkit from 'pdfkit';
import type { FormDocument, FormLine } from '../form-document.ts';
import { Glyphs, type GlyphRun } from './glyphs.ts';

/** A4 in points. */
const PAGE = { width: 595.28, height: 841.89, margin: 48 };
const LABEL_WIDTH = 150;
const TEXT = 10;
const LEADING = 15;
const MARK = 34;

type Pdf = InstanceType<typeof Pdfkit>;

/** Letters the built-in fonts of every PDF reader have; all else is drawn as outlines. */
const builtIn = /^[\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*$/;

/** Marks that end what stands before them, and marks that begin what stands behind them. */
const closing = /^[)\]}»›”’,.;:!?%、。，．；：？！）】》〉」』〕％ๆฯ]/u;
const opening = /[([{«‹“‘（【《〈「『〔]$/u;

/** Pieces between which a line may break: words, with the marks that belong to them. */
export function breakable(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'word' }).segment(text)) {
    const last = pieces.at(-1);
    const together =
      last !== undefined && last.trim() !== '' && (closing.test(segment) || opening.test(last));
    if (together) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** Writes down a page, line after line, and turns it when it is full. */
class Sheet {
  y = PAGE.margin;
  readonly #pdf: Pdf;
  readonly #glyphs: Glyphs;
  #footer: string;

  constructor(pdf: Pdf, glyphs: Glyphs, footer: string) {
    this.#pdf = pdf;
    this.#glyphs = glyphs;
    this.#footer = footer;
    this.#foot();
  }

  #foot(): void {
    const y = PAGE.height - PAGE.margin + 14;
    this.#pdf.font('Helvetica').fontSize(7.5).fillColor('#555555');
    this.#pdf.text(this.#footer, PAGE.margin, y, { lineBreak: false });
    this.#pdf.fillColor('black');
  }

  room(height: number): void {
    if (this.y + height <= PAGE.height - PAGE.margin) return;
    this.turn();
  }

  /** Begins a page; from here on under another footer, where one is given. */
  turn(footer = this.#footer): void {
    this.#footer = footer;
    this.#pdf.addPage();
    this.y = PAGE.margin;
    this.#foot();
  }

  #draw(runs: GlyphRun[], x: number, baseline: number): void {
    for (const { shapes, scale, width } of runs) {
      for (const shape of shapes) {
        if (shape.path === '') continue;
        this.#pdf.save();
        this.#pdf.translate(x + shape.x * scale, baseline - shape.y * scale).scale(scale, -scale);
        this.#pdf.path(shape.path).fill('black');
        this.#pdf.restore();
      }
      x += width;
    }
  }

  /** Breaks a text into lines that fit: between words, and inside them where a script has none. */
  async #lines(text: string, width: number, size: number): Promise<GlyphRun[][]> {
    const lines: GlyphRun[][] = [];
    let line: GlyphRun[] = [];
    let used = 0;
    for (const word of breakable(text)) {
      const runs = await this.#glyphs.layout(word, size);
      const wide = runs.reduce((sum, run) => sum + run.width, 0);
      if (used > 0 && used + wide > width) {
        lines.push(line);
        line = [];
        used = 0;
        if (word.trim() === '') continue;
      }
      line.push(...runs);
      used += wide;
    }
    return [...lines, line];
  }

  /** A text from x on, in as many lines as it needs; the sheet moves down below it. */
  async text(text: string, x: number, width: number, size = TEXT, bold = false): Promise<void> {
    const leading = size * (LEADING / TEXT);
    if (builtIn.test(text)) {
      this.#pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(size);
      const height = this.#pdf.heightOfString(text, { width });
      this.room(height);
      this.#pdf.text(text, x, this.y, { width });
      this.y += Math.max(height, leading);
      return;
    }
    for (const line of await this.#lines(text, width, size)) {
      this.room(leading);
      this.#draw(line, x, this.y + size * 0.9);
      this.y += leading;
    }
  }

  rule(): void {
    const { margin, width } = PAGE;
    this.#pdf
      .moveTo(margin, this.y)
      .lineTo(width - margin, this.y)
      .lineWidth(0.5)
      .stroke('#888888');
    this.y += 5;
  }

  /** A label on the left, the answer beside it. */
  async line({ label, value, missing, box }: FormLine): Promise<void> {
    const { margin, width } = PAGE;
    const left = margin + LABEL_WIDTH;
    const inner = width - margin - left;
    this.room(box ? MARK * 3 : LEADING * 2);
    const top = this.y;
    await this.text(label, margin, LABEL_WIDTH - 10, 9);
    const below = this.y;
    this.y = top;
    if (box) {
      this.y += MARK * 0.6;
      await this.text(value, left + 16, inner - 32, MARK);
      this.y += MARK * 0.3;
      this.#pdf
        .rect(left, top, inner, this.y - top)
        .lineWidth(0.8)
        .stroke('black');
      this.y += 6;
    } else if (missing) {
      this.y += LEADING;
      this.#pdf
        .moveTo(left, this.y - 3)
        .lineTo(width - margin, this.y - 3)
        .lineWidth(0.5)
        .stroke('#888888');
    } else await this.text(value, left, inner);
    this.y = Math.max(this.y, below) + 2;
  }
}

/**
 * Prints a filing as a PDF shaped like the International Bureau's form: numbered items, the mark in its frame, lines to
 * write on where something is missing. What that is stands on a page of its own behind the form, marked as no part of it,
 * for the form goes to the Bureau and the page does not. Text in scripts the readers' built-in fonts lack
 * is drawn as outlines.
 */
export async function printForm(form: FormDocument, glyphs = new Glyphs()): Promise<Uint8Array> {
  const { margin, width } = PAGE;
  const pdf = new Pdfkit({
    size: 'A4',
    margin: 0,
    lang: 'en',
    info: {
      Title: `${form.form} ${form.title}`,
      CreationDate: new Date(`${form.madeOn}T00:00:00Z`),
    },
  });
  const pieces: Uint8Array[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pdf.on('data', (piece: Uint8Array) => pieces.push(piece));
    pdf.on('end', () => resolve());
    pdf.on('error', reject);
  });
  const footer = `${form.form}, prepared ${form.madeOn}. Laid out after the form of the International Bureau; its form of the day prevails.`;
  const sheet = new Sheet(pdf, glyphs, footer);
  const inner = width - 2 * margin;
  await sheet.text(form.form, margin, inner, 20, true);
  await sheet.text(form.title, margin, inner, 12, true);
  await sheet.text(`Madrid Protocol, ${form.article}. Language: ${form.language}.`, margin, inner, 9);
  if (form.reference) await sheet.text(`Office reference: ${form.reference}`, margin, inner, 9);
  for (const { heading, lines } of form.items) {
    sheet.y += 8;
    sheet.room(LEADING * 4);
    await sheet.text(heading, margin, inner, 11, true);
    sheet.rule();
    for (const line of lines) await sheet.line(line);
  }
  if (form.missing.length > 0) {
    sheet.turn(`For the office alone: this page is no part of ${form.form} and is not sent with it.`);
    await sheet.text(`Not part of ${form.form}: take this page out`, margin, inner, 16, true);
    const lead =
      'What is still missing, or to be checked, before the form is sent to the International Bureau.';
    await sheet.text(lead, margin, inner);
    sheet.y += 8;
    sheet.rule();
    for (const { message } of form.missing) await sheet.text(`–  ${message}`, margin, inner);
  }
  pdf.end();
  await done;
  return Buffer.concat(pieces);
}
