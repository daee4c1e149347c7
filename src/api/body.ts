/** The bytes of a request's body as they arrive. */
export async function* bodyOf(request: Request): AsyncIterable<Uint8Array> {
  const reader = request.body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return;
    yield piece.value;
  }
}
