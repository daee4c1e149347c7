import { partnerDetails, type PartnerDetails } from '../../../../exchange/partners.ts';
import { InputError } from '../../../../gi/problem.ts';
import type { Form } from '../../desk.ts';
import type { PartnerFields } from '../../pages/exchange/partner-form.tsx';

function wrong(field: string, message: string, remedy: string): InputError {
  return new InputError([{ code: 'request/invalid', severity: 'error', message, remedy, place: { field } }]);
}

/** The fields as they were sent. */
export function sentFields(form: Form): PartnerFields {
  return {
    code: form.text('code', 10).toUpperCase(),
    name: form.text('name', 300),
    keys: form.text('keys', 50_000),
    contacts: form.text('contacts', 5000),
    formats: form.all('formats'),
    every: form.text('every', 50),
    note: form.text('note'),
    named: form.text('named') === 'yes',
    agreements: form.all('agreements'),
    trust: form.text('trust', 5000),
    suspended: form.text('suspended') === 'yes',
  };
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

function keysOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(
      'keys',
      'The public keys are not JSON.',
      'Paste what the partner’s `gi-gateway keys` prints.',
    );
  }
}

/** `Name; role; e-mail; telephone`, what comes last left out. */
function contactOf(line: string): Record<string, string> {
  const [name = '', role, email, phone] = line.split(';').map((part) => part.trim());
  return { name, ...(role && { role }), ...(email && { email }), ...(phone && { phone }) };
}

function trustOf(line: string): [string, string] {
  const [list, level] = line.split('=').map((part) => part.trim());
  if (list && level) return [list, level];
  throw wrong(
    'trust',
    `"${line.slice(0, 80)}" names no list and level.`,
    'Write one such as cn-eu/IV = official.',
  );
}

/**
 * A partner's details as a form tells them.
 * @throws InputError request/invalid with the field that cannot be used
 */
export function detailsOf(fields: PartnerFields): PartnerDetails {
  const { name, every, note, formats, named, agreements, suspended } = fields;
  if (!/^[A-Z]{2}$/.test(fields.code))
    throw wrong(
      'code',
      'The office’s code is not two letters.',
      'Write its WIPO ST.3 code, such as EU or TH.',
    );
  const parsed = partnerDetails.safeParse({
    name,
    keys: keysOf(fields.keys),
    contacts: linesOf(fields.contacts).map(contactOf),
    formats,
    schedule: { ...(every && { every }), ...(note && { note }) },
    ...(named && { agreements }),
    trust: Object.fromEntries(linesOf(fields.trust).map(trustOf)),
    suspended,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '');
  throw wrong(
    field,
    `${issue?.path.join('.')}: ${issue?.message}`,
    'Correct the field and send the form again.',
  );
}
