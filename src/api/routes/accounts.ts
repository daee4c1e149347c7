import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { addUser, getUser, listUsers, setDisabled, setPassword, setRole } from '../../accounts/users.ts';
import { roles } from '../../db/schema/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { guardStaff, staffContext } from '../staff.ts';

const User = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    disabled: z.boolean(),
    createdAt: z.string(),
  })
  .openapi('User');

const staff = [{ staff: [] }];
const account = z.object({ email: z.string().openapi({ example: 'lin@office.example' }) });

const list = createRoute({
  method: 'get',
  path: '/users',
  tags: ['Staff'],
  summary: 'Everybody with an account (staff)',
  security: staff,
  responses: { 200: json(z.object({ users: z.array(User) }), 'The accounts.'), ...failures(401) },
});

const add = createRoute({
  method: 'post',
  path: '/users',
  tags: ['Staff'],
  summary: 'Make an account (staff)',
  security: staff,
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            email: z.string(),
            name: z.string(),
            role: z.string().openapi({ description: roles.join(', '), example: 'editor' }),
            password: z.string(),
          }),
        },
      },
    },
  },
  responses: { 201: json(User, 'The account.'), ...failures(400, 401, 409, 422) },
});

const change = createRoute({
  method: 'patch',
  path: '/users/{email}',
  tags: ['Staff'],
  summary: 'Change an account’s role, close it, open it, or give it a new password (staff)',
  security: staff,
  request: {
    params: account,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            role: z.string().optional(),
            disabled: z.boolean().optional(),
            password: z.string().optional(),
          }),
        },
      },
    },
  },
  responses: { 200: json(User, 'The account as it is now.'), ...failures(400, 401, 404, 409, 422) },
});

export function accountRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, ['/users', '/users/*']);
  const { db } = deps.database;
  const context = staffContext(deps);

  app.openapi(list, async (c) => c.json({ users: await listUsers(db) }, 200));

  app.openapi(add, async (c) => c.json(await addUser(context(c), c.req.valid('json')), 201));

  app.openapi(change, async (c) => {
    const { email } = c.req.valid('param');
    const { role, disabled, password } = c.req.valid('json');
    const ctx = context(c);
    if (role !== undefined) await setRole(ctx, email, role);
    if (disabled !== undefined) await setDisabled(ctx, email, disabled);
    if (password !== undefined) await setPassword(ctx, email, password);
    return c.json(await getUser(db, email), 200);
  });
  return app;
}
