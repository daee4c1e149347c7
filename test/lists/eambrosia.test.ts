import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { hasShared, schemaFolder, shared, whyNotShared } from '../formats/support.ts';

interface Report {
  records: number;
  draftId?: string;
  problems: { severity: string; code: string; place: { line?: number; path?: string; record?: number } }[];
  changes: object;
}

describe.runIf(hasShared).each(databases)(
  `641 records of the real EU register, on $name${whyNotShared}`,
  ({ open }) => {
    let app: TestApp;
    let file: string;
    beforeAll(async () => {
      app = await openApp(open);
      file = await readFile(new URL('data/eambrosia_api_2022.json', shared), 'utf8');
    });
    afterAll(() => app.close());

    const post = async (body: string): Promise<{ status: number; body: Report & { code?: string } }> => {
      const response = await app.get(
        '/api/v1/lists/register/eu/imports?fileName=eambrosia.json&mode=partial',
        {
          method: 'POST',
          headers: { authorization: `Bearer ${staffToken}` },
          body,
        },
      );
      return { status: response.status, body: (await response.json()) as Report & { code?: string } };
    };
    const versions = async (): Promise<{ number: number }[]> =>
      (
        (await (await app.get('/api/v1/lists/register/eu/versions')).json()) as {
          versions: { number: number }[];
        }
      ).versions;

    it('are refused as a whole when the file breaks off, and nothing is published', async () => {
      const cut = await post(file.slice(0, file.length / 2));
      expect(cut.status).toBe(422);
      expect(cut.body.problems[0]!.place.line).toBeGreaterThan(1000);
      expect(await versions()).toMatchObject([{ number: 1 }]);
    });

    it('name the one bad record among them with line and path, and wait for a person', async () => {
      const marker = file.indexOf('"fileNumber"', file.length / 2);
      const spoilt = `${file.slice(0, marker)}"fileNumber": 7, "was${file.slice(marker + 1)}`;
      const { body: report } = await post(spoilt);
      expect(report.records).toBe(641);
      expect(report.changes).toEqual({ added: 620, changed: 20, removed: 0 });
      const errors = report.problems.filter((p) => p.severity === 'error');
      expect(errors).toHaveLength(1);
      expect(errors[0]!.place).toMatchObject({
        line: expect.any(Number) as number,
        path: expect.stringContaining('fileNumber') as string,
      });
      const refused = await app.staff('POST', '/api/v1/lists/register/eu/publications', {});
      expect(refused).toMatchObject({ status: 409, body: { code: 'lists/open-problems' } });
      expect(await versions()).toMatchObject([{ number: 1 }]);
    });

    // The bundled register holds 20 of the 641 already, and 102 others.
    it('are imported and published, and change nothing when they come again', async () => {
      const { body: report } = await post(file);
      expect(report).toMatchObject({ records: 641, changes: { added: 621, changed: 20, removed: 0 } });
      expect((await app.staff('POST', '/api/v1/lists/register/eu/publications', {})).status).toBe(200);
      const again = await post(file);
      expect(again.body.changes).toEqual({ added: 0, changed: 0, removed: 0 });
      expect(again.body.draftId).toBeUndefined();
    });

    it('give the treaty’s GIs their second protection', async () => {
      const response = await app.get('/api/v1/protection?name=Feta');
      const { matches } = (await response.json()) as {
        matches: {
          occurrences: { list: { id: string } }[];
          protection: { jurisdiction: string; state: string; since?: string }[];
        }[];
      };
      expect(matches[0]!.occurrences.map((o) => o.list.id).sort()).toEqual(['cn-eu/IV', 'register/eu']);
      expect(matches[0]!.protection).toMatchObject([
        { jurisdiction: 'CN', state: 'protected', since: '2021-03-01' },
        { jurisdiction: 'EU', state: 'protected', since: '2002-10-15' },
        { jurisdiction: 'FR', state: 'protected' },
        { jurisdiction: 'TH' },
      ]);
    });

    it('leave as ST.96 that is valid against WIPO’s schema', async () => {
      const xml = await (await app.get('/api/v1/lists/register/eu/document?format=st96')).text();
      expect(xml.match(/<gin:GIData /g)).toHaveLength(102 + 641);
      expect(validateSt96(xml, 'gi-transaction', schemaFolder)).toEqual([]);
    });
  },
);
