import type { OpenApiDocument } from './openapi.ts';

interface Operation {
  tags?: string[];
  summary?: string;
  description?: string;
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: unknown }[];
  requestBody?: { content?: Record<string, unknown> };
  responses?: Record<string, { description?: string; content?: Record<string, unknown> }>;
}

const style = `
:root{font:16px/1.5 system-ui,sans-serif;color:#1c2321;background:#fbfaf7}body{max-width:60rem;margin:0 auto;padding:2rem 1rem}
h1,h2{font-weight:600;line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #cfd6d2;padding-bottom:.3rem}
details{border:1px solid #dde2df;border-radius:6px;margin:.6rem 0;background:#fff}summary{padding:.6rem .9rem;cursor:pointer}
summary code{font-weight:600}.body{padding:0 .9rem .9rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #eef0ee}
.verb{display:inline-block;min-width:3.5rem;color:#0b5c4a;font-weight:700}a{color:#0b5c4a}:focus-visible{outline:3px solid #d08700}`;

function operations(document: OpenApiDocument): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );
}

function OperationView(props: { path: string; method: string; operation: Operation }) {
  const { path, method, operation } = props;
  return (
    <details id={`${method}${path}`}>
      <summary>
        <span class="verb">{method.toUpperCase()}</span> <code>{path}</code> — {operation.summary}
        {operation.security ? ' 🔒' : ''}
      </summary>
      <div class="body">
        {operation.description ? <p>{operation.description}</p> : null}
        {operation.parameters?.length ? (
          <table>
            <thead>
              <tr>
                <th scope="col">Parameter</th>
                <th scope="col">In</th>
                <th scope="col">Meaning</th>
              </tr>
            </thead>
            <tbody>
              {operation.parameters.map((p) => (
                <tr>
                  <td>
                    <code>{p.name}</code>
                    {p.required ? ' *' : ''}
                  </td>
                  <td>{p.in}</td>
                  <td>
                    {p.description ?? ''} <code>{JSON.stringify(p.schema)}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        {operation.requestBody ? (
          <p>Body: {Object.keys(operation.requestBody.content ?? {}).join(', ')}</p>
        ) : null}
        <table>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Answer</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(operation.responses ?? {}).map(([status, response]) => (
              <tr>
                <td>{status}</td>
                <td>
                  {response.description} <small>{Object.keys(response.content ?? {}).join(', ')}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** The API's description as a page, from the same document that machines read; nothing is fetched from elsewhere. */
export function docsPage(document: OpenApiDocument) {
  const all = operations(document);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>GI gateway API</title>
        <style>{style}</style>
      </head>
      <body>
        <h1>{document.info.title} API</h1>
        <p>{document.info.description}</p>
        <p>
          Machine-readable: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). Errors are{' '}
          <code>application/problem+json</code> with a stable <code>code</code> and a <code>remedy</code>. 🔒
          needs the staff token.
        </p>
        {document.tags?.map((tag) => (
          <section>
            <h2>{tag.name}</h2>
            <p>{tag.description}</p>
            {all
              .filter((o) => o.operation.tags?.includes(tag.name))
              .map((o) => (
                <OperationView {...o} />
              ))}
          </section>
        ))}
      </body>
    </html>
  );
}
