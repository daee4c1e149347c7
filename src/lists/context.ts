export type { Context } from '../db/context.ts';
