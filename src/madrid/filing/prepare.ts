import type { Db } from '../../db/database.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import { giAnswer, type Frame } from '../../lists/queries.ts';
import { buildMadridApplication, hasBasicMark, noBasicMark, type FilableEntry } from './application.ts';
import { checklist, type Check } from './checklist.ts';
import { applicationForm, type FormDocument } from './form-document.ts';
import { checkPast, type FilingDetails } from './missing.ts';

/** A filing package as far as it can be made, and what has to be added before it is filed. */
export interface FilingPackage {
  giId: string;
  designations: string[];
  /** ST.96 V6_0 MadridOfficeToIBTransaction. */
  xml: string;
  missing: Problem[];
  /** Every condition of the filing with how it stands. */
  checklist: Check[];
  /** The package as the printed form shows it. */
  form: FormDocument;
}

export interface FilingRequest {
  giId: string;
  designations: string[];
  officeOfOrigin: string;
  details?: Partial<FilingDetails>;
}

/**
 * The entry a filing rests on: that which carries the basic mark, the home register's where several do. Names come from
 * every list the GI stands on, so that a treaty's transcription is not lost.
 * @throws Refusal not-found/gi
 * @throws InputError madrid/no-basic-mark
 */
export async function filableEntry(
  db: Db,
  frame: Frame,
  giId: string,
): Promise<{ giId: string; entry: FilableEntry }> {
  const gi = await giAnswer(db, frame, giId);
  const entries = gi.occurrences.map((o) => o.entry);
  const entry = entries.find(hasBasicMark);
  if (!entry) throw new InputError([noBasicMark(giId)]);
  return { giId: gi.id, entry: { ...entry, names: gi.names } };
}

/**
 * Makes the Madrid application for a GI.
 * @throws Refusal not-found/gi
 * @throws InputError madrid/no-basic-mark, madrid/day-to-come, or the designations that are not possible
 */
export async function prepareApplication(
  db: Db,
  frame: Frame,
  request: FilingRequest,
): Promise<FilingPackage> {
  const { giId, entry: held } = await filableEntry(db, frame, request.giId);
  const { officeOfOrigin } = request;
  const details: FilingDetails = { ...request.details, language: request.details?.language ?? 'en' };
  const madeOn = frame.at.day;
  checkPast(details, madeOn);
  const options = { ...details, officeOfOrigin, madeOn };
  const { xml, codes, missing, entry } = buildMadridApplication(held, request.designations, options);
  return {
    giId,
    designations: codes,
    xml,
    missing,
    checklist: checklist(entry, officeOfOrigin, missing),
    form: applicationForm(entry, codes, missing, options),
  };
}
