import type { EvidenceLevel } from '../gi/evidence.ts';
import { aliasesOf, isHomeForm } from './aliases.ts';
import type { Match } from './compare.ts';
import type { Explanation } from './finding.ts';
import type { Prepared } from './prepare.ts';
import type { SoundSegment } from './sound/model.ts';

/** Words for the qualifiers and products that matter to a message. */
function wordsOf(name: Prepared, role: 'qualifier' | 'product'): string {
  return name.parts.parts
    .filter((p) => p.role === role)
    .map((p) => p.text)
    .join(' ');
}

/** Sound segments as evidence: weights in shares, unmatched letters without weight. */
export function soundSegments(segments: readonly SoundSegment[]): Explanation['segments'] {
  const total = segments.reduce((sum, s) => sum + Math.max(0, s.weight), 0) || 1;
  return segments.map((s) => ({
    query: s.a,
    candidate: s.b,
    weight: Math.max(0, s.weight) / total,
    why: 'sound',
  }));
}

/** The explanation of a match. Message keys: locales/<language>/findings.json, `why.<rule>`, aliases by evidence. */
export function explain(query: Prepared, candidate: Prepared, match: Match, engine: string): Explanation {
  const strong = [...match.segments].sort((a, b) => b.weight - a.weight).slice(0, 4);
  const inOrder = match.segments.filter((s) => strong.includes(s) && s.query !== '' && s.candidate !== '');
  const alias = match.alias === undefined ? undefined : evidenceOf(query, candidate, match.alias);
  const params: Record<string, string> = {
    query: query.name,
    candidate: candidate.name,
    parts: inOrder.map((s) => (s.query === s.candidate ? s.query : `${s.query} → ${s.candidate}`)).join(', '),
  };
  if (match.marks.length > 0) params['qualifier'] = wordsOf(query, 'qualifier');
  if (match.products !== 'unknown') {
    params['queryProduct'] = wordsOf(query, 'product');
    params['candidateProduct'] = wordsOf(candidate, 'product');
  }
  if (alias) params['evidence'] = alias;
  if (match.decision)
    Object.assign(params, { decision: match.decision.outcome, source: match.decision.source });
  if (match.via !== undefined) params['via'] = match.via;
  return {
    rule: match.rule,
    message: { key: match.rule === 'alias' ? `why.alias-${alias}` : `why.${match.rule}`, params },
    segments: match.segments.map((s) => ({ ...s, weight: Math.round(s.weight * 1000) / 1000 })),
    ...(match.alias === undefined ? {} : { alias: match.alias }),
    engine,
  };
}

/** How well it is known that both spellings name one place: the weaker of the renderings used. */
function evidenceOf(query: Prepared, candidate: Prepared, id: string): EvidenceLevel {
  const forms = [...query.units, ...candidate.units]
    .filter((u) => u.aliases.includes(id))
    .flatMap((u) => aliasesOf(u.text).find((f) => f.id === id) ?? []);
  const levels = forms.filter((f) => !isHomeForm(f)).map((f) => f.evidence);
  return levels.includes('unverified')
    ? 'unverified'
    : levels.includes('public-source')
      ? 'public-source'
      : 'official';
}
