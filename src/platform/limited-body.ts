/**
 * A request whose body may not be larger than so many bytes, still the stream it is: what is announced is checked at
 * once, what arrives is counted as it is read, and nothing waits in memory.
 * @param refuse throws what the sender is to be told; whoever reads the body meets it
 */
export function limitedBody(request: Request, maxBytes: number, refuse: () => never): Request {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) refuse();
  if (!request.body) return request;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.length;
      if (bytes > maxBytes) refuse();
      controller.enqueue(piece);
    },
  });
  return new Request(request, { body: request.body.pipeThrough(counted), duplex: 'half' } as RequestInit);
}
