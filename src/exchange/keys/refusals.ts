import { Refusal } from '../../platform/errors.ts';

/** The signature does not verify, for the reason given. */
export function badSignature(why: string): Refusal {
  return new Refusal(
    'exchange/bad-signature',
    422,
    `The signature does not hold: ${why}.`,
    'Check that the file was not altered on its way and that the sender’s current keys are on record (`gi-gateway partner add`).',
  );
}

/** There is nothing to verify. */
export function unsigned(): Refusal {
  return new Refusal(
    'exchange/unsigned',
    422,
    'The message carries no signature.',
    'Sign the message; what is not signed is not taken.',
  );
}

/** The signature names an algorithm that is never used here. */
export function algorithmRefused(algorithm: unknown): Refusal {
  const named = String(algorithm).slice(0, 80);
  if (named.toLowerCase() === 'none') {
    return new Refusal(
      'exchange/algorithm-none',
      422,
      'The signature says that there is none (alg “none”).',
      'Sign with one of the algorithms in docs/exchange.md.',
    );
  }
  if (/^HS\d+$|hmac/i.test(named)) {
    return new Refusal(
      'exchange/symmetric-algorithm',
      422,
      `"${named}" signs with a shared secret; a public key is none.`,
      'Sign with your private key and one of the algorithms in docs/exchange.md.',
    );
  }
  return new Refusal(
    'exchange/algorithm-refused',
    422,
    `The algorithm "${named}" is not accepted.`,
    'Sign with one of the algorithms in docs/exchange.md.',
  );
}

/** The sender's key that fits is not valid at the time. */
export function keyNotValid(kid: string): Refusal {
  return new Refusal(
    'exchange/key-not-valid',
    422,
    `The sender’s key "${kid.slice(0, 80)}" is not valid now.`,
    'Sign with a current key, or have the new one put on record.',
  );
}
