export * from './lists.ts';
export * from './conflicts.ts';
export * from './exchange.ts';
export * from './madrid.ts';
export * from './accounts.ts';
export * from './review.ts';
export * from './evidence.ts';
export * from './outbox.ts';
