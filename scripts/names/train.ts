import { writeFileSync } from 'node:fs';
import { packArrays } from '../../src/names/sound/pack.ts';
import { readingsTable } from './readings.ts';

const readings = new TextEncoder().encode(readingsTable());
writeFileSync(
  'fixtures/names/sound-model.bin',
  packArrays('gi-sound-model', { version: '0.0.1' }, { readings }, true),
);
