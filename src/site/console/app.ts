import type { Context, Hono } from 'hono';
import type { AssetUrl } from '../parts/layout.tsx';
import type { Render, View } from '../view.ts';
import type { ConsoleDeps, Desk } from './desk.ts';

/** Variables a console request carries. */
export interface ConsoleEnv {
  Variables: { desk: Desk };
}

export type Console = Hono<ConsoleEnv>;

/** What the console's routes work with. */
export interface ConsoleParts {
  deps: ConsoleDeps;
  render: Render;
  viewOf: (c: Context) => View;
  asset: AssetUrl;
}
