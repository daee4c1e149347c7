import {
  changeKinds,
  decisionStates,
  effects,
  entryFields,
  type ChangeFilter,
} from '../../lists/review/changes.ts';

const among = <T extends string>(options: readonly T[], value: string | null): T | undefined =>
  options.find((o) => o === value);

/** The filter an address asks for; what is not understood is left out. */
export function filterOf(params: URLSearchParams): ChangeFilter {
  const change = among(changeKinds, params.get('change'));
  const state = among(decisionStates, params.get('state'));
  const effect = among(effects, params.get('effect'));
  const field = among(entryFields, params.get('field'));
  const text = (params.get('text') ?? '').trim().slice(0, 200);
  return {
    ...(change && { change }),
    ...(state && { state }),
    ...(effect && { effect }),
    ...(field && { field }),
    ...(text && { text }),
  };
}

/** A filter as query parameters, with where its page begins. */
export function queryOf(filter: ChangeFilter, after = ''): string {
  const { change, state, effect, field, text } = filter;
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries({ change, state, effect, field, text, after }))
    if (value) params.set(key, value);
  return params.toString();
}
