/** A request that carries JSON. */
export function jsonBody(method: string, value: unknown): RequestInit {
  return { method, body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

/** The query text of options that were given. */
export function query(values: Record<string, string | boolean | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (typeof value === 'string') params.set(name, value);
  return params.toString();
}
