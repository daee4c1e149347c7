/** Objects of a streamed NDJSON answer, one a line, as they come. */
export async function* ndjsonLines<T>(response: Response): AsyncIterable<T> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(piece, { stream: true });
    const whole = rest.split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) if (line) yield JSON.parse(line) as T;
  }
}
