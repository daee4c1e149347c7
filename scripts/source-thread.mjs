/*
 * Runs a TypeScript module as a worker thread where the project runs from its sources: threads do not inherit the loader.
 * A built package has plain JavaScript and does without.
 */
import { register } from 'tsx/esm/api';

register();
await import(process.argv[2]);
