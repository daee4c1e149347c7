import type { Finding } from '../names/engine.ts';
import type { Sifted } from './screen-signs.ts';
import type { Sign } from './screener.ts';

/** A thread that screens. */
export interface Hands {
  /** Jobs given to it at once: a thread that has the next one already need not wait for this one to hand it over. */
  readonly atOnce: number;
  /** What each sign has to be compared with, in their order. */
  sift(signs: readonly Sign[]): Promise<Sifted[]>;
  /** The findings that matter for signs that were sifted, in their order. */
  tell(signs: readonly Sign[], sifted: readonly Sifted[]): Promise<Finding[][]>;
}

/** Signs sifted at a time, so that a fast thread takes more of them. */
const portion = 50;
/** Signs told of at a time. */
const told = 15;
/** One thread in so many tells, the others sift, while there is work of both kinds. */
const perTeller = 3;
/** The others help when more signs than this wait for each of those that tell. */
const crowd = 60;

/**
 * Screens signs with several threads. Each keeps to sifting or to telling as long as there is enough of it: a thread has to
 * compile what it runs, which takes longer than many signs do, and what it never runs it need not compile. For the same reason
 * those that tell sift from the front and the others from the back: signs in the order of their texts are in that of scripts.
 */
export async function shareSigns(signs: readonly Sign[], threads: readonly Hands[]): Promise<Finding[][]> {
  const found: Finding[][] = Array.from(signs, () => []);
  const tellers = Math.ceil(threads.length / perTeller);
  const waiting: { at: number; sifted: Sifted }[] = [];
  const resting: (() => void)[] = [];
  let [open, end] = [0, signs.length];
  let sifting = 0;

  const sift = async (thread: Hands, tells: boolean): Promise<void> => {
    const some = Math.min(portion, end - open);
    const from = tells ? open : end - some;
    if (tells) open += some;
    else end -= some;
    sifting++;
    try {
      const sifted = await thread.sift(signs.slice(from, from + some));
      for (const [i, one] of sifted.entries())
        if (one?.length !== 0) waiting.push({ at: from + i, sifted: one });
    } finally {
      sifting--;
      for (const wake of resting.splice(0)) wake();
    }
  };
  const tell = async (thread: Hands): Promise<void> => {
    const some = waiting.splice(0, told);
    const findings = await thread.tell(
      some.map(({ at }) => signs[at] as Sign),
      some.map(({ sifted }) => sifted),
    );
    for (const [i, { at }] of some.entries()) found[at] = findings[i] ?? [];
  };
  const work = async (thread: Hands, tells: boolean): Promise<void> => {
    const enough = tells ? 0 : crowd * tellers;
    for (;;) {
      if (waiting.length > enough) await tell(thread);
      else if (open < end) await sift(thread, tells);
      else if (sifting > 0) await new Promise<void>((resolve) => resting.push(resolve));
      else return;
    }
  };
  await Promise.all(
    threads.flatMap((thread, i) => Array.from({ length: thread.atOnce }, () => work(thread, i < tellers))),
  );
  return found;
}
