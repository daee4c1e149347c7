import { fold, tight } from '../normalise.ts';
import { latinForms } from '../romanise/index.ts';
import { foldSound, type SoundForm } from './fold.ts';
import { placeCore, type PlaceCore } from './place-words.ts';
import { unmarked } from './orthography.ts';
import { respellings } from './respell.ts';

/** One way to read a name when it is scored: all of it, or all but what is often left out or translated. */
export interface SoundVariant {
  /** Letters between `^` and `$`, nothing between words. */
  text: string;
  /** What leaving something out costs. */
  cost: number;
  /** The place words taken off, see `place-words.ts`. */
  meanings: readonly number[][];
  kinds: number;
  kindBits: number;
  /** The letters before they were respelt closer to their sound, where they were. */
  original?: string | undefined;
  /** A part of the words, to be set against the whole of another name only. */
  part: boolean;
}

/** A name analysed once for scoring by sound. */
export interface SoundName {
  readonly form: SoundForm;
  /** The whole name first; empty when nothing of it has a sound. */
  readonly variants: readonly SoundVariant[];
  /** Latin spellings by the usual schemes, only letters, the standard one first; the name itself when Latin. */
  readonly latin: readonly string[];
}

const RESPELT_COST = 1;
const PART_COST = 7;
const MOST_FORMS = 8;
const MOST_PARTS = 6;

/** `_san_pedro_` as `^sanpedro$`. */
export function bare(text: string): string {
  return `^${text.replaceAll('_', '')}$`;
}

/** A name whose Latin spellings are made when they are asked for: that takes longer than the rest. */
class Analysed implements SoundName {
  readonly form: SoundForm;
  readonly variants: readonly SoundVariant[];
  #latin: readonly string[] | undefined;

  constructor(form: SoundForm, variants: readonly SoundVariant[]) {
    this.form = form;
    this.variants = variants;
  }

  get latin(): readonly string[] {
    return (this.#latin ??=
      this.form.script === 'Latn' ? [bare(this.form.text).slice(1, -1)] : spellings(this.form));
  }
}

function variantOf(
  text: string,
  cost: number,
  core?: PlaceCore,
  original?: string,
  part = false,
): SoundVariant {
  return {
    text,
    cost,
    meanings: core?.meanings ?? none,
    kinds: core?.kinds ?? 0,
    kindBits: core?.kindBits ?? 0,
    original,
    part,
  };
}

const none: readonly number[][] = [];

/** Analyse a name. Never throws; cost is bounded. */
export function soundName(name: string): SoundName {
  const form = foldSound(name);
  if (form.text === '') return { form, variants: [], latin: [] };
  const whole = variantOf(bare(form.text), 0);
  const variants = [whole];
  const core = placeCore(form);
  const base = core && variantOf(bare(core.core), 0, core);
  if (base) variants.push(base);
  if (form.script === 'Latn') {
    const spelt = unmarked(name);
    const written = spelt === name ? form : foldSound(spelt);
    for (const heard of respellings(form.text, written.text))
      variants.push(variantOf(bare(heard), RESPELT_COST, undefined, whole.text));
    if (core && base) {
      const same = placeCore(written);
      for (const heard of respellings(core.core, same?.core))
        variants.push(variantOf(bare(heard), RESPELT_COST, core, base.text));
      const place = placeOfAdjective(core);
      if (place !== undefined) variants.push(variantOf(bare(place), RESPELT_COST, core));
    }
    if (form.text.indexOf('_', 1) < form.text.length - 1)
      for (const part of partsOf(form.text))
        variants.push(variantOf(`^${part}$`, PART_COST, undefined, undefined, true));
  }
  return new Analysed(form, variants);
}

/** What a text of several words ends and begins with. */
function partsOf(text: string): string[] {
  const words = text.split('_').filter((word) => word !== '');
  const parts = new Set<string>();
  for (let i = 1; i < words.length; i++) {
    parts.add(words.slice(i).join('')).add(words.slice(0, i).join(''));
  }
  return [...parts].slice(0, MOST_PARTS).filter((part) => part.length >= 4);
}

/** The place of which a Slavic adjective says that a region is its (Kharkivs'ka oblast'); undefined for other names. */
function placeOfAdjective({ core, kinds }: PlaceCore): string | undefined {
  const place = core.replace(/s[kc](?:a|i|y|o|aya|aia|aja|oye|oe|iy|ij|yi)_$/, '_');
  return kinds > 0 && place !== core && place.length > 5 ? place : undefined;
}

function spellings(form: SoundForm): string[] {
  const all = latinForms(fold(form.text.replaceAll('_', ' ').trim())).map((f) =>
    tight(f.text).replace(/[^a-z]/g, ''),
  );
  return [...new Set(all)]
    .filter((text) => text !== '')
    .map((text) => text.slice(0, 60))
    .slice(0, MOST_FORMS);
}
