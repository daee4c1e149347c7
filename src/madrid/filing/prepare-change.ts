import type { Db } from '../../db/database.ts';
import { problem } from '../../formats/problems.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import { answersFor, type Frame } from '../../lists/queries.ts';
import { Refusal } from '../../platform/errors.ts';
import { docketPage, type DocketEntry } from '../docket/docket.ts';
import { numberOrRefuse } from '../docket/docketing.ts';
import { hasBasicMark } from './application.ts';
import { buildChangeRequest, type ChangeRequest } from './change.ts';
import { changeForm, type FormDocument } from './form-document.ts';
import { forms } from './forms.ts';
import { checkPast } from './missing.ts';

/** A request about registrations as far as it can be made, and what to add or look at before it goes out. */
export interface ChangePackage {
  numbers: string[];
  offices: string[];
  xml: string;
  missing: Problem[];
  form: FormDocument;
}

/** @throws Refusal not-found/registration */
async function registration(db: Db, frame: Frame, number: string): Promise<DocketEntry> {
  const { registrations } = await docketPage(db, frame, { number, limit: 1 });
  if (registrations[0]) return registrations[0];
  throw new Refusal(
    'not-found/registration',
    404,
    `International registration ${number} is not on the docket.`,
    'Put it there with `gi-gateway madrid add`, or check the number.',
  );
}

const ended = ['refused', 'invalidated', 'renounced', 'cancelled', 'ceased', 'lapsed'];

/** What the docket has to say to a request. */
function docketAdvice(request: ChangeRequest, entry: DocketEntry, day: string): Problem[] {
  const { number, designations, dates } = entry;
  const advice: Problem[] = [];
  const look = (field: string, what: string): void => {
    advice.push(problem('madrid/advice', what, { field }));
  };
  if (!entry.inForce) look('numbers', `${number} is no longer in force`);
  if (request.form === 'MM4') {
    for (const code of request.offices) {
      const standing = designations.find((d) => d.office === code && !ended.includes(d.state));
      if (standing) look('offices', `${code} is designated already in ${number}: ${standing.state}`);
    }
  }
  if (request.form === 'MM11') {
    const on = (rule: string): string | undefined => dates.find((d) => d.rule === rule)?.on;
    const [reminder, term, grace] = [on('renewal-reminder'), on('renewal'), on('renewal-grace')];
    if (term && day <= term) look('renewal', `The term of ${number} ends on ${term}`);
    else if (grace && day <= grace) look('renewal', `The term is over; with a surcharge until ${grace}`);
    if (reminder && day < reminder) look('renewal', `Renewal is early before ${reminder}`);
  }
  return advice;
}

/** A request about some offices can only be about those the registration designates. */
function checkOffices(request: ChangeRequest, entries: DocketEntry[]): void {
  if (request.form === 'MM4') return;
  const errors = request.offices.flatMap((code) =>
    entries
      .filter((e) => e.designations.length > 0 && !e.designations.some((d) => d.office === code))
      .map((e) =>
        problem('madrid/not-designated', `${e.number} does not designate ${code}`, {
          field: 'offices',
          path: code,
        }),
      ),
  );
  if (errors.length > 0) throw new InputError(errors);
}

/** What was told of a request: without a holder, that of the basic mark stands. */
export type ChangeDetails = Omit<ChangeRequest, 'holder'> & Partial<Pick<ChangeRequest, 'holder'>>;

/**
 * Makes a request about registrations on the docket. The holder comes from the basic mark of the GI where none is told;
 * offices and terms are compared with the docket.
 * @throws Refusal docket/bad-number, not-found/registration
 * @throws InputError madrid/day-to-come, madrid/not-of-this-form, madrid/not-designated, or the offices that are not possible
 */
export async function prepareChange(
  db: Db,
  frame: Frame,
  details: ChangeDetails,
  office: string,
): Promise<ChangePackage> {
  checkPast(details, frame.at.day);
  const numbers = [...new Set(details.numbers.map(numberOrRefuse))];
  const entries: DocketEntry[] = [];
  for (const number of numbers) entries.push(await registration(db, frame, number));
  const giId = entries[0]?.gi.id;
  const [gi] = giId === undefined ? [] : await answersFor(db, frame, [giId], []);
  const mark = gi?.occurrences.map((o) => o.entry).find(hasBasicMark)?.basicMark;
  const offices = details.offices.map((code) => code.trim().toUpperCase()).filter(Boolean);
  const request: ChangeRequest = { ...details, numbers, offices, holder: details.holder ?? mark?.holder };
  checkOffices(request, entries);
  const origin = entries[0]?.officeOfOrigin ?? office;
  const madeOn = frame.at.day;
  const { xml, codes, missing } = buildChangeRequest(request, origin, madeOn);
  const all = [...missing, ...entries.flatMap((entry) => docketAdvice(request, entry, madeOn))];
  const classes = new Set(mark?.niceClasses.map((c) => c.classNumber));
  for (const { classNumber } of forms[request.form].goods === 'none' ? [] : request.goods) {
    if (classes.size > 0 && !classes.has(classNumber))
      all.push(
        problem('madrid/advice', `Class ${classNumber}, which the basic mark does not have`, {
          field: 'goods',
        }),
      );
  }
  return { numbers, offices: codes, xml, missing: all, form: changeForm(request, codes, all, madeOn) };
}
