/** What a key may be for. Each request that carries one needs the scope of its route. */
export const scopes = ['lists:read', 'messages:write', 'messages:read'] as const;
export type Scope = (typeof scopes)[number];

/** What each scope opens, for people. */
export const scopeMeaning: Record<Scope, string> = {
  'lists:read': 'Everything open to read, at the partner’s own limit.',
  'messages:write': 'Send signed messages and receipts.',
  'messages:read': 'See the messages exchanged with the partner, and their receipts.',
};

export function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text);
}
