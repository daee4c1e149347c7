import { conflictStates, type ConflictFilter } from '../../lists/review/conflicts.ts';
import { findingKinds } from '../../names/engine.ts';

/** The filter of the conflict queue that an address asks for; open ones unless it says otherwise. */
export function conflictFilter(params: URLSearchParams): ConflictFilter {
  const asked = params.get('state');
  const state = asked === null ? 'open' : conflictStates.find((s) => s === asked);
  const kind = findingKinds.find((k) => k === params.get('kind'));
  const draftId = (params.get('draft') ?? '').slice(0, 100);
  const text = (params.get('text') ?? '').trim().slice(0, 200);
  return {
    ...(state && { state }),
    ...(kind && { kind }),
    ...(draftId && { draftId }),
    ...(text && { text }),
  };
}

/** A filter as query parameters, with where its page begins. */
export function conflictQuery({ state, kind, draftId, text }: ConflictFilter, after = ''): string {
  const params = new URLSearchParams({ state: state ?? '' });
  for (const [key, value] of Object.entries({ kind, draft: draftId, text, after }))
    if (value) params.set(key, value);
  return params.toString();
}
