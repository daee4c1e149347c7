import { noticeSchema, noticeTypes, type Notice, type NoticeType } from '../../../../exchange/envelope.ts';
import { InputError, type Problem } from '../../../../gi/problem.ts';
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

/** A refusal of the entry's key as a problem of its field; any other error as it is. */
export function asFieldProblem(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.code !== 'not-found/entry') return error;
  return new InputError([wrong(error.message, 'Use the key of an entry of the list.', 'entry')]);
}
