const MAX = 110;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of an entry in a few words for a terminal: evidence, names and references as people say them. */
export function words(value: unknown): string {
  if (value === undefined) return '(none)';
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(words).join('; ');
  if (!isRecord(value)) return String(value);
  const { text, level, source, code, scheme, evidence } = value;
  if (typeof level === 'string') return source ? `${level} (${String(source)})` : level;
  if (typeof text === 'string') return evidence ? `${text} [${words(evidence)}]` : text;
  if (typeof code === 'string') return `${String(scheme)} ${code}`;
  return JSON.stringify(value);
}

const cut = (text: string): string => (text.length > MAX ? `${text.slice(0, MAX - 1)}…` : text);

/** `before → after`, of a name form only what differs. */
export function changeInWords(before: unknown, after: unknown): string {
  if (isRecord(before) && isRecord(after)) {
    const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    const [only] = differing;
    if (differing.length === 1 && only)
      return `${only} ${cut(words(before[only]))} → ${cut(words(after[only]))}`;
  }
  return `${cut(words(before))} → ${cut(words(after))}`;
}
