import { describe, expect, it } from 'vitest';
import type { Candidate, Finding } from '../../src/names/engine.ts';
import type { Sifted } from '../../src/watch/screen-signs.ts';
import type { Sign } from '../../src/watch/screener.ts';
import { shareSigns, type Hands } from '../../src/watch/share-signs.ts';

const signs = (count: number): Sign[] =>
  Array.from({ length: count }, (_, i) => ({ text: `sign ${i}`, goods: [], alertAt: 1.5 }));

/** Something is near every so manieth sign, and is told by its text. */
function hands(every: number, atOnce: number) {
  const did = { sifted: 0, told: 0, mostAtOnce: 0 };
  let now = 0;
  const turn = async <T>(answer: T): Promise<T> => {
    did.mostAtOnce = Math.max(did.mostAtOnce, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
    return answer;
  };
  const near: Candidate[] = [{ record: 1 }];
  const thread: Hands = {
    atOnce,
    sift(some) {
      did.sifted += some.length;
      return turn(some.map(({ text }): Sifted => (Number(text.slice(5)) % every === 0 ? near : [])));
    },
    tell(some, sifted) {
      did.told += some.length;
      expect(sifted).toEqual(some.map(() => near));
      return turn(some.map(({ text }) => [{ candidate: text } as Finding]));
    },
  };
  return { thread, did };
}

describe('sharing signs among threads', () => {
  const named = (found: Finding[][]): (string | undefined)[] => found.map(([first]) => first?.candidate);
  const wanted = (count: number, every: number): (string | undefined)[] =>
    signs(count).map(({ text }, i) => (i % every === 0 ? text : undefined));

  it.each([
    [0, 1],
    [7, 1],
    [1000, 1],
    [1003, 2],
    [1003, 5],
  ])('tells of each of %i signs what is near it, in their order, with %i threads', async (count, many) => {
    const threads = Array.from({ length: many }, (_, i) => hands(7, i === 0 ? 1 : 2));
    const found = await shareSigns(
      signs(count),
      threads.map(({ thread }) => thread),
    );
    expect(named(found)).toEqual(wanted(count, 7));
    const sum = (of: 'sifted' | 'told'): number => threads.reduce((all, { did }) => all + did[of], 0);
    expect([sum('sifted'), sum('told')]).toEqual([count, Math.ceil(count / 7)]);
  });

  it('lets one thread tell and another sift while neither has too much to do', async () => {
    const [first, second] = [hands(50, 1), hands(50, 2)];
    await shareSigns(signs(5000), [first.thread, second.thread]);
    expect(first.did.told).toBe(100);
    expect(second.did.told).toBe(0);
    expect(second.did.sifted).toBeGreaterThan(first.did.sifted);
    expect([first.did.mostAtOnce, second.did.mostAtOnce]).toEqual([1, 2]);
  });

  it('has all of them tell when much waits to be told', async () => {
    const [first, second] = [hands(1, 1), hands(1, 2)];
    const found = await shareSigns(signs(3000), [first.thread, second.thread]);
    expect(named(found)).toEqual(wanted(3000, 1));
    expect(second.did.told).toBeGreaterThan(300);
  });

  it('fails when a thread does, and waits for nobody', async () => {
    const { thread } = hands(3, 1);
    const broken: Hands = { ...thread, atOnce: 2, sift: () => Promise.reject(new Error('the thread ended')) };
    await expect(shareSigns(signs(500), [thread, broken])).rejects.toThrow('the thread ended');
  });
});
