import { noticeSchema, noticeTypes, type Notice, type NoticeType } from '../../../../exchange/envelope.ts';
import { InputError, type Problem } from '../../../../gi/problem.ts';
import type { Db } from '../../../../db/database.ts';
import { entryHistory } from '../../../../lists/entry-history.ts';
import { Refusal } from '../../../../platform/errors.ts';
import type { Form } from '../../desk.ts';

const wrong = (message: string, remedy: string, path: string): Problem => ({
  code: 'exchange/malformed',
  severity: 'error',
  message,
  remedy,
  place: { path },
});

/**
 * The notice a form holds.
 * @throws InputError exchange/malformed for each field that is not usable
 */
export function noticeOf(form: Form): { type: NoticeType; notice: Notice } {
  const type = noticeTypes.find((known) => known === form.text('type'));
  const reference = form.optional('reference');
  const outcome = form.optional('outcome');
  const parsed = noticeSchema.safeParse({
    entry: form.text('entry'),
    on: form.text('on'),
    text: form.text('text', 20_000),
    ...(reference && { reference }),
    ...(outcome && { outcome }),
  });
  const problems = (parsed.error?.issues ?? []).map((issue) =>
    wrong(`${issue.path.join('.')}: ${issue.message}.`, 'Correct the field.', issue.path.join('.')),
  );
  if (!type) problems.push(wrong('The kind of notice is not known.', 'Choose one of the list.', 'type'));
  if ((type === 'decision') !== (outcome !== undefined))
    problems.push(
      wrong(
        'A decision says what was decided, and no other notice does.',
        'Choose what was decided on a decision, and nothing on other notices.',
        'outcome',
      ),
    );
  if (problems.length > 0 || !type || !parsed.data) throw new InputError(problems);
  return { type, notice: parsed.data };
}

/**
 * Whoever mistypes a key learns it here and not from the partner's refusal. An entry that stood on the list once is
 * known: protection may end after it was taken off.
 * @throws InputError exchange/malformed
 */
export async function refuseUnknownEntry(db: Db, listId: string, key: string): Promise<void> {
  try {
    await entryHistory(db, listId, key);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not-found/entry') throw error;
    throw new InputError([wrong(error.message, 'Use the key of an entry of the list.', 'entry')]);
  }
}
