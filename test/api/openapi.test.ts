import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: {
    name: string;
    in: string;
    schema: { example?: unknown; type?: string };
    required?: boolean;
  }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

describe('/openapi.json', () => {
  let app: TestApp;
  let document: Document;
  beforeAll(async () => {
    app = await openApp(databases[0]!.open);
    document = (await (await app.get('/openapi.json')).json()) as Document;
  });
  afterAll(() => app.close());
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );

  it('is OpenAPI 3.1 and describes every route a request can reach', () => {
    expect(document.openapi).toBe('3.1.0');
    const paths = Object.keys(document.paths);
    for (const path of [
      '/agreements',
      '/lists',
      '/lists/{agreement}/{annex}/versions',
      '/gis',
      '/gis/{id}',
      '/protection',
      '/screenings',
      '/messages',
      '/madrid/applications',
      '/madrid/docket',
      '/madrid/docket.ics',
      '/madrid/notifications',
      '/madrid/queue',
    ]) {
      expect(paths).toContain(`/api/v1${path}`);
    }
  });

  it('says of every operation what it does, and what it answers with', () => {
    for (const { path, method, operation } of operations()) {
      const where = `${method} ${path}`;
      expect(operation.summary, where).toBeTruthy();
      expect(operation.tags, where).toHaveLength(1);
      expect(
        Object.keys(operation.responses).some((s) => s.startsWith('2')),
        where,
      ).toBe(true);
      for (const response of Object.values(operation.responses))
        expect(response.description, where).toBeTruthy();
    }
  });

  it('resolves every reference it makes', () => {
    const references = JSON.stringify(document).match(/#\/components\/schemas\/[A-Za-z]+/g) ?? [];
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references)
      expect(document.components.schemas, reference).toHaveProperty(reference.split('/').at(-1)!);
  });

  it('gives examples that work: every open GET answers 200 with them', async () => {
    const open = operations().filter(
      ({ method, operation }) => method === 'get' && !('401' in operation.responses),
    );
    expect(open.length).toBeGreaterThan(8);
    for (const { path, operation } of open) {
      const required = (operation.parameters ?? []).filter((p) => p.required);
      const query = new URLSearchParams();
      let target = path;
      for (const { name, in: place, schema } of required) {
        const example = String(schema.example ?? 1);
        if (place === 'path') target = target.replace(`{${name}}`, example);
        else query.set(name, example);
      }
      const response = await app.get(`${target}?${query}`);
      expect(response.status, target).toBe(200);
    }
  });

  it('is shown as a page', async () => {
    const page = await (await app.get('/docs')).text();
    expect(page).toContain('/api/v1/protection');
    expect(page).toMatch(/<html lang="en">/);
  });
});
