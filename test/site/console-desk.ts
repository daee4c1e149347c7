import { addPerson, password } from '../support/people.ts';
import { openTestSite, type TestSite } from './gateway.ts';

type Form = Record<string, string | string[] | File>;
type Role = 'viewer' | 'editor' | 'approver' | 'admin';
const origin = 'http://localhost';

/** The console with a person of each role, asked as a browser would. */
export interface TestDesk {
  gateway: TestSite;
  get(role: Role | undefined, path: string): Promise<{ status: number; html: string; response: Response }>;
  /** Posts a form as the page of a role would, with its token. */
  post(role: Role, path: string, form: Form): Promise<Response>;
  /** Posts a form with what is given and nothing else. */
  send(role: Role, path: string, form: Form, headers?: Record<string, string>): Promise<Response>;
}

export async function openTestDesk(): Promise<TestDesk> {
  const gateway = await openTestSite();
  for (const role of ['viewer', 'editor', 'approver', 'admin'] as const)
    await addPerson(gateway.database.db, role, role);
  const cookies = new Map<string, string>();
  const request = (path: string, form: Form, headers: Record<string, string>): Promise<Response> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(form))
      for (const one of [value].flat()) body.append(name, one);
    return Promise.resolve(gateway.site.request(path, { method: 'POST', body, headers }));
  };
  const cookieOf = async (role: string): Promise<string> => {
    const known = cookies.get(role);
    if (known) return known;
    const form = { email: `${role}@office.example`, password };
    const answer = await request('/en/console/sign-in', form, { origin });
    const cookie = /session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')![0];
    cookies.set(role, cookie);
    return cookie;
  };
  const desk: TestDesk = {
    gateway,
    async get(role, path) {
      const headers: Record<string, string> = role ? { cookie: await cookieOf(role) } : {};
      const response = await gateway.site.request(path, { headers });
      return { status: response.status, html: await response.clone().text(), response };
    },
    async post(role, path, form) {
      const { html } = await desk.get(role, '/en/console');
      return desk.send(role, path, { token: /name="token" value="([^"]+)"/.exec(html)![1]!, ...form });
    },
    send: async (role, path, form, headers = {}) =>
      request(path, form, { origin, cookie: await cookieOf(role), ...headers }),
  };
  return desk;
}
