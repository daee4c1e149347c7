import { open } from 'node:fs/promises';
import type { GiList } from '../../src/gi/agreement.ts';
import type { Entry } from '../../src/gi/entry.ts';
import type { NameForm } from '../../src/gi/name-form.ts';
import { st96 } from '../../src/formats/st96/st96.ts';

/** A list of generated tea names of any length, and its file as a partner's system would write it. */
export const list: GiList = {
  id: 'bench/list',
  agreementId: 'bench',
  kind: 'treaty',
  title: { en: 'Bench' },
  protectedIn: 'EU',
  origin: 'CN',
  defaultStatus: 'protected',
  legalBasis: { text: 'none' },
  notes: [],
};
export const evidence = { level: 'unverified', source: '' } as const;
const words = ['安吉', '西湖', '龙井', '武夷', '普洱', '绍兴', '金华', '平谷', '烟台', '郫县'];
const latin = [
  'Anji',
  'Xihu',
  'Longjing',
  'Wuyi',
  'Puer',
  'Shaoxing',
  'Jinhua',
  'Pinggu',
  'Yantai',
  'Pixian',
];

/**
 * Entries as lists have them: each with its name and its transcription, every third also translated, every second with
 * its publication.
 */
export function* entries(count: number): Generator<Entry> {
  for (let i = 0; i < count; i++) {
    const digits = [...String(i)].map(Number);
    const transcription = digits.map((d) => latin[d]).join(' ');
    const name = (text: string, language: string, script: string, kind: NameForm['kind']): NameForm => ({
      text,
      language,
      script,
      kind,
      evidence,
    });
    yield {
      key: `PGI-CN-${String(i).padStart(6, '0')}`,
      fileNumbers: [`PGI-CN-${String(i).padStart(6, '0')}`],
      origin: ['CN'],
      giType: 'PGI',
      product: { class: 'tea', classes: [{ scheme: 'EU', code: '1.8' }] },
      names: [
        name(digits.map((d) => words[d]).join(''), 'zh', 'Hans', 'original'),
        name(transcription, 'zh-Latn', 'Latn', 'transcription'),
        ...(i % 3 === 0 ? [name(`${transcription} tea`, 'en', 'Latn', 'translation')] : []),
      ],
      notClaimed: [],
      status: 'protected',
      dates: { protected: '2021-03-01' },
      publications: i % 2 === 0 ? [{ text: 'OJ L 408I, 4.12.2020, p. 3' }] : [],
      evidence,
      notes: [],
    };
  }
}

/**
 * A file as a partner's system writes it: what the schema demands, no companion data, no indentation. The schema's own
 * elements around an entry's few facts take most of its 2 kilobytes.
 */
export async function writeList(
  path: string,
  count: number,
  change: (entry: Entry, i: number) => Entry = (e) => e,
): Promise<void> {
  function* changed(): Generator<Entry> {
    let i = 0;
    for (const entry of entries(count)) yield change(entry, i++);
  }
  const document = {
    agreement: { id: 'bench' } as never,
    list,
    version: { number: 1, contentHash: '' },
    entries: changed(),
  };
  const file = await open(path, 'w');
  let buffer = '';
  for await (const piece of st96.encode?.(document) ?? []) {
    buffer += piece.replace(/<\?gi-gateway[^]*?\?>\n?/g, '').replace(/>\s+</g, '><');
    if (buffer.length > 1 << 20) {
      await file.write(buffer);
      buffer = '';
    }
  }
  await file.write(buffer);
  await file.close();
}
