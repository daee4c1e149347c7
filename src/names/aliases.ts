import { decompose } from './decompose.ts';
import { isCommonWord } from './evidence.ts';
import type { EvidenceLevel } from '../gi/evidence.ts';
import { readLexicon } from './data.ts';
import { meaningsOf } from './meanings.ts';
import { fold, tight } from './normalise.ts';
import { mainScript, type Script } from './script.ts';

interface AliasFile {
  /** Where all of it is from, unless a form says otherwise. */
  source?: string;
  aliases: {
    id: string;
    forms: Record<string, string[]>;
    evidence?: Record<string, { level: EvidenceLevel; source: string }>;
  }[];
}

/** One rendering of a place or name that has others. */
export interface AliasForm {
  /** Id of the set of renderings: `champagne`. */
  id: string;
  text: string;
  language: string;
  evidence: EvidenceLevel;
  source: string;
}

const forms = new Map<string, AliasForm[]>();
/** Longest alias in words, and in characters for scripts without spaces. */
export const longestAlias = { words: 5, letters: 20 };

function add(key: string, form: AliasForm): void {
  const list = forms.get(key) ?? [];
  if (!list.some((f) => f.id === form.id)) forms.set(key, [...list, form]);
}

const all: AliasForm[] = [];
for (const { id, forms: byLanguage, evidence } of readLexicon<AliasFile>('aliases').aliases) {
  for (const [language, texts] of Object.entries(byLanguage)) {
    for (const text of texts) {
      const known = evidence?.[`${language}:${text}`];
      all.push({ id, text, language, evidence: known?.level ?? 'unverified', source: known?.source ?? '' });
    }
  }
}
for (const form of all) add(tight(fold(form.text)), form);
// Also by its own part beside a product word (龙井 of 龙井茶), where that part is no alias yet and not too short.
for (const form of all) {
  const { parts, core } = decompose(form.text);
  const key = tight(core.join(' '));
  const plain = parts.every((p) => p.role === 'core' || p.role === 'product' || p.role === 'function');
  const telling = !isCommonWord(key) && !meaningsOf(core);
  if (plain && telling && !forms.has(key) && key.length >= (mainScript(key) === 'Hani' ? 2 : 4))
    add(key, form);
}

/** Alias sets a tight folded text belongs to. */
export function aliasesOf(tightText: string): readonly AliasForm[] {
  return forms.get(tightText) ?? [];
}

/** Every tight folded spelling of every set, for coverage reports. */
export function aliasSpellings(): Iterable<[string, readonly AliasForm[]]> {
  return forms;
}

const home = new Map<string, string>();
for (const { id, text } of all) if (!home.has(id)) home.set(id, text);

// Countries and cities of the world are known by exact rendering only: nothing is derived from them.
const world = readLexicon<AliasFile>('world-names');
for (const { id, forms: byLanguage } of world.aliases) {
  for (const [language, texts] of Object.entries(byLanguage)) {
    for (const text of texts) {
      add(tight(fold(text)), { id, text, language, evidence: 'public-source', source: world.source ?? '' });
    }
  }
  home.set(id, Object.values(byLanguage)[0]?.[0] ?? '');
}

/** The script in which the name of an alias set is written at home; `Zyyy` for an unknown set. */
export function homeScript(id: string): Script {
  return mainScript(home.get(id) ?? '');
}

let byId: Map<string, string[]> | undefined;

/** The tight folded spellings of a set; none of an unknown one. */
export function spellingsOf(id: string): readonly string[] {
  if (!byId) {
    byId = new Map();
    for (const [text, list] of forms)
      for (const form of list) byId.set(form.id, [...(byId.get(form.id) ?? []), text]);
  }
  return byId.get(id) ?? [];
}

/** True for the name at home itself, which needs no evidence of being a rendering. */
export function isHomeForm(form: AliasForm): boolean {
  return home.get(form.id) === form.text;
}

/** Every form of every set. */
export function aliasTexts(): readonly AliasForm[] {
  return all;
}
