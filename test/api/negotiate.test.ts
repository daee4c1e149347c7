import { describe, expect, it } from 'vitest';
import { negotiate } from '../../src/api/negotiate.ts';

describe('negotiate', () => {
  const offers = ['application/json', 'application/xml', 'text/csv'];

  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/xml', 'application/xml'],
    ['APPLICATION/XML', 'application/xml'],
    ['application/xml, */*', 'application/xml'],
    ['text/*', 'text/csv'],
    ['text/*, application/json', 'application/json'],
    ['application/json;q=0.5, text/csv;q=0.8', 'text/csv'],
    ['application/xml;q=0.9, */*;q=0.8', 'application/xml'],
    ['application/*;q=0.2, application/json;q=0', 'application/xml'],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'application/xml'],
    ['application/xml; charset=utf-8; q=1', 'application/xml'],
    ['application/pdf', undefined],
    ['application/json;q=0', undefined],
    ['text/csv;q=7', 'application/json'],
  ])('answers Accept: %s with %s', (accept, type) => {
    expect(negotiate(accept, offers)).toBe(type);
  });
});
