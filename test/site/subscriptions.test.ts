import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDesk, type TestDesk } from './console-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk();
});
afterAll(() => desk.gateway.close());

describe('the list of subscriptions', () => {
  it.each([
    ['en', ['Origin: France', 'Office: EM', 'At least this strong (%): 80']],
    ['zh', ['原产地: 法国', '主管局: EM', '最低强度（%）: 80']],
  ])('says in the words of %s what each is narrowed to', async (language, words) => {
    const made = await desk.post('editor', '/en/console/subscriptions', {
      name: 'INAO',
      channel: 'email',
      target: 'veille@inao.example',
      language: 'fr',
      pace: 'immediate',
      remindDays: '',
      origin: 'FR',
      office: 'EM',
      minScore: '80',
    });
    expect(made.status).toBe(303);
    const { html } = await desk.get('editor', `/${language}/console/subscriptions`);
    for (const part of words) expect(html).toContain(part);
  });
});
