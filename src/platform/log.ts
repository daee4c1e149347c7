import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** A structured logger (JSON lines) on standard error, so that standard output stays for people and pipes. */
export function createLog(level: Config['logLevel']): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
