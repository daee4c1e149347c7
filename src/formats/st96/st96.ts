import type { Format } from '../format.ts';
import { decodeSt96 } from './decode.ts';
import { encodeSt96, st96Losses } from './encode.ts';

/**
 * WIPO Standard ST.96 XML: written as V6_0; read in V6_0 and V8_0 (V8_0 by its renamed publication bag; no schema of
 * it was at hand to check against).
 */
export const st96: Format = {
  id: 'st96',
  title: 'WIPO ST.96 XML',
  mediaTypes: ['application/xml', 'text/xml'],
  extensions: ['xml'],
  sniff: (head) =>
    /<(?:[\w.-]+:)?(?:GITransaction|GIApplication|GIData)[\s>]/.test(head) && head.includes('/ST96/'),
  decode: decodeSt96,
  encode: encodeSt96,
  losses: st96Losses,
};
