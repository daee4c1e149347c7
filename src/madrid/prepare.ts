import type { Db } from '../db/database.ts';
import { InputError, type Problem } from '../gi/problem.ts';
import { giAnswer, type Frame } from '../lists/queries.ts';
import { buildMadridApplication, hasBasicMark, noBasicMark } from './application.ts';

/** A filing package as far as it can be made, and what has to be added before it is filed. */
export interface FilingPackage {
  giId: string;
  designations: string[];
  /** ST.96 V6_0 MadridOfficeToIBTransaction. */
  xml: string;
  missing: Problem[];
}

/**
 * Makes the Madrid application for a GI from the entry that carries its basic mark: the home register's where several
 * do. Names come from every list the GI stands on, so that a treaty's transcription is not lost.
 * @throws Refusal not-found/gi
 * @throws InputError madrid/no-basic-mark, or the designations that are not possible
 */
export async function prepareApplication(
  db: Db,
  frame: Frame,
  request: { giId: string; designations: string[]; officeOfOrigin: string },
): Promise<FilingPackage> {
  const gi = await giAnswer(db, frame, request.giId);
  const entries = gi.occurrences.map((o) => o.entry);
  const entry = entries.find(hasBasicMark);
  if (!entry) throw new InputError([noBasicMark(entries[0]!)]);
  const { xml, missing } = buildMadridApplication({ ...entry, names: gi.names }, request.designations, {
    officeOfOrigin: request.officeOfOrigin,
    madeOn: frame.at.day,
  });
  return { giId: gi.id, designations: request.designations, xml, missing };
}
