import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUpload } from '../../src/site/multipart.ts';

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function sent(form: FormData): Promise<{ type: string; bytes: Uint8Array }> {
  const request = new Request('http://x', { method: 'POST', body: form });
  return {
    type: request.headers.get('content-type')!,
    bytes: new Uint8Array(await request.arrayBuffer()),
  };
}

describe('a form with a file, read as a stream', () => {
  it('gives fields and file back, however it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ maxLength: 40 })),
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 400 }),
        async (fields, content, size) => {
          const form = new FormData();
          for (const [name, value] of Object.entries(fields)) form.set(name, value);
          form.set('the-file', new Blob([content]), 'liste "é" 中.xml');
          const { type, bytes } = await sent(form);
          const upload = await readUpload(type, cut(bytes, size));
          const pieces: Uint8Array[] = [];
          for await (const piece of upload.file!.input) pieces.push(piece);
          expect(Buffer.concat(pieces)).toEqual(Buffer.from(content));
          expect(upload.file!.name).toBe('liste "é" 中.xml');
          // Browsers send every line end as CRLF.
          const lines = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n');
          const expected = Object.entries(fields).map(([name, value]) => [name, lines(value)]);
          expect(Object.entries(upload.fields)).toEqual(expected);
        },
      ),
      { numRuns: 200, seed: 20261122 },
    );
  });

  it('keeps a mark inside the file that is almost the boundary', async () => {
    const body =
      '--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n\r\n--a\r\n-\r\n--b--\r\n';
    for (let size = 1; size < 20; size++) {
      const { file } = await readUpload('multipart/form-data; boundary=b', cut(Buffer.from(body), size));
      const pieces: Uint8Array[] = [];
      for await (const piece of file!.input) pieces.push(piece);
      expect(Buffer.concat(pieces).toString()).toBe('\r\n--a\r\n-');
    }
  });

  it('holds no more of the file than one piece', async () => {
    let handed = 0;
    async function* large(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n');
      for (let i = 0; i < 200; i++) {
        handed += 10_000;
        yield Buffer.alloc(10_000, 'x');
      }
      yield Buffer.from('\r\n--b--\r\n');
    }
    const { file } = await readUpload('multipart/form-data; boundary=b', large());
    let taken = 0;
    for await (const piece of file!.input) {
      taken += piece.length;
      expect(handed - taken).toBeLessThanOrEqual(10_000);
    }
    expect(taken).toBe(2_000_000);
  });

  it.each([
    ['application/json', '{}'],
    ['multipart/form-data; boundary=b', ''],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue'],
    ['multipart/form-data; boundary=b', `--b\r\n${'x'.repeat(100_000)}`],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Type: text/plain\r\n\r\nvalue\r\n--b--'],
  ])('refuses what is no form: %s', async (type, body) => {
    await expect(readUpload(type, cut(Buffer.from(body), 7))).rejects.toMatchObject({
      code: 'request/invalid',
    });
  });
});
