import { aliasTexts } from './aliases.ts';
import { buildNameIndex, type NameIndex } from './name-index.ts';
import type { SoundModel } from './sound/model.ts';

/** The alias forms as names to be found, one record per form, its group the alias set. */
let built: { model: SoundModel; index: NameIndex } | undefined;

/** An index over every alias form, so that a sign close to a rendering (康涅克 to 科涅克) leads to the name it renders. */
export function aliasIndex(model: SoundModel): NameIndex {
  if (built?.model !== model) {
    const records = aliasTexts().map((f, i) => ({
      id: String(i),
      name: f.text,
      language: f.language,
      group: f.id,
      // Names of products, whatever these are.
      goods: ['other' as const],
    }));
    built = { model, index: buildNameIndex(model, records, { bySound: false }) };
  }
  return built.index;
}
