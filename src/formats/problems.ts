import { InputError } from '../gi/problem.ts';
import type { Place, Problem } from '../gi/problem.ts';

type Row = readonly [severity: Problem['severity'], remedy: string];

/** Every code the formats raise, with its severity and remedy; docs/errors.md explains each. */
export const catalogue = {
  'format/unknown': ['error', 'Send one of the formats the gateway lists, or name the format explicitly.'],
  'format/ambiguous': ['error', 'Name the format explicitly.'],
  'input/empty': ['error', 'Send the file again; it arrived empty.'],
  'input/too-large': ['error', 'Split the file, or have the operator raise the size limit.'],
  'input/too-many-records': ['error', 'Split the file, or have the operator raise the record limit.'],
  'input/record-too-large': ['error', 'Shorten the record; no list entry needs this much text.'],
  'input/text-too-long': ['error', 'Shorten the value; no list entry needs this much text.'],
  'input/too-deep': ['error', 'Flatten the document; a list does not nest this deeply.'],
  'text/encoding-unknown': ['error', 'Save the file as UTF-8.'],
  'text/encoding-invalid': [
    'error',
    'Save the file in the encoding it declares, best UTF-8; a CSV declares none: save it as “CSV UTF-8”.',
  ],
  'text/encoding-conflict': [
    'error',
    'Make the byte order mark and the declared encoding agree, best UTF-8.',
  ],
  'text/encoding-mismatch': ['error', 'The bytes are UTF-8: declare UTF-8.'],
  'xml/not-well-formed': ['error', 'Correct the markup at the place named, or export the file again.'],
  'xml/doctype': ['error', 'Remove the DOCTYPE; ST.96 documents have none.'],
  'xml/external-entity': ['error', 'Remove the DOCTYPE; nothing outside the document is ever read.'],
  'xml/entities': ['error', 'Remove the DOCTYPE and write the text itself; entities are not expanded.'],
  'xml/namespace': ['error', 'Declare the namespace prefix that is used.'],
  'json/not-well-formed': ['error', 'Correct the JSON at the place named, or export the file again.'],
  'json/record': ['error', 'Correct the member named; see the format’s documentation.'],
  'json/no-records': ['error', 'Send a document that has the list where the format puts it.'],
  'csv/not-well-formed': ['error', 'Correct the quoting in the line named, or export the file again.'],
  'csv/cell-count': ['error', 'Put cells that hold the delimiter in quotes, and give the row all its cells.'],
  'csv/header': ['error', 'Use the documented column names in the first line.'],
  'csv/no-header': ['error', 'Put the documented column names in the first line.'],
  'csv/unknown-column': ['warning', 'Rename the column to a documented one, or ignore this.'],
  'csv/cell': ['error', 'Write the cell as the column documentation says.'],
  'xlsx/unusable': ['error', 'Save the list as .xlsx again, without a password, or send it as CSV.'],
  'xlsx/too-large': [
    'error',
    'Send the list as CSV, or split it; the workbook unpacks to more than the limit.',
  ],
  'bundle/header': ['error', 'Correct the member named; see the gi-gateway/list@1 format.'],
  'bundle/entry': ['error', 'Correct the member named; see the gi-gateway/list@1 format.'],
  'record/duplicate-key': ['error', 'Keep one record for each file number or key.'],
  'eambrosia/record': ['error', 'Correct the member named; it is not what eAmbrosia records carry.'],
  'eambrosia/unknown-status': ['error', 'Check the status against the register and correct it.'],
  'eambrosia/unknown-gi-type': ['warning', 'Check the type of right; it was kept as unknown.'],
  'eambrosia/unknown-category': ['warning', 'Check the product class; only the product type was used.'],
  'eambrosia/removed': ['warning', 'Check that the register has ended this record; it was taken as ended.'],
  'name/mixed-script': [
    'warning',
    'Ask the partner whether letters of another script were typed by mistake.',
  ],
  'name/not-normalised': ['warning', 'Nothing needs doing; the name was brought to Unicode NFC.'],
  'file-number/unrecognised': ['warning', 'Check the file number; it has no form the gateway knows.'],
  'date/invalid': ['error', 'Write the date as YYYY-MM-DD.'],
  'date/imprecise': ['warning', 'Supply the full date; a year or month alone was not kept.'],
  'date/buddhist-era': ['warning', 'Check the date; its Buddhist-era year was converted.'],
  'st96/root': ['error', 'Send a GITransaction, a GIApplication or a GIData document of ST.96.'],
  'st96/version': ['error', 'Send ST.96 V6_0.'],
  'st96/missing-data': ['error', 'Put a GIData element or a GI record into the transaction.'],
  'st96/missing-name': ['error', 'Give the name in GINameBag/GINameText.'],
  'st96/missing-key': ['error', 'Give a RegistrationNumber, an ApplicationNumber or an identifier.'],
  'st96/unknown-code': ['error', 'Use a value the ST.96 schema lists.'],
  'st96/unknown-category': ['warning', 'Check the product category; it was taken as other.'],
  'st96/not-kept': [
    'warning',
    'Nothing needs doing; the original file is kept, these elements are not in the entry.',
  ],
  'st96/record-not-applied': [
    'warning',
    'Enter the event by hand if it matters; the gateway has no field for it.',
  ],
  'st96/record-without-gi': ['error', 'Send the record after, and near, the GI it refers to.'],
  'st96/partial-refusal': ['warning', 'Enter the part that is not claimed; it was kept as a remark.'],
  'st96/sidecar': [
    'warning',
    'The companion data of the record could not be read; the ST.96 content alone was used.',
  ],
  'st96/loss': ['warning', 'A partner that reads ST.96 alone will not see this; send JSON if it matters.'],
  'extra/unusable': [
    'warning',
    'The companion data of the record could not be read; the visible fields alone were used.',
  ],
  'lisbon/root': ['error', 'Send the Lisbon collection with its records as children of the root.'],
  'lisbon/record': [
    'error',
    'Give the record its NUMBER, a KIND of AO or GI, a name, and a status of A or C.',
  ],
  'lisbon/not-applied': ['warning', 'Look the event up in the Lisbon Express if it concerns you.'],
  'madrid/no-basic-mark': [
    'error',
    'Register the GI as a collective or certification mark first, and record that mark as basicMark of the GI’s entry on its home list: a JSON file for gi-gateway import.',
  ],
  'madrid/no-designation': ['error', 'Name at least one member of the Madrid System.'],
  'madrid/self-designation': [
    'error',
    'Remove the office of origin from the designations (Protocol, Article 3bis).',
  ],
  'madrid/unknown-designation': [
    'error',
    'Use the ST.3 code of a Madrid System member; the European Union is EM.',
  ],
  'madrid/membership-unverified': [
    'warning',
    'Check on WIPO’s list of members that the code is a member today; ours rests on memory for it.',
  ],
  'madrid/repeated-designation': ['warning', 'Nothing needs doing; the designation was taken once.'],
  'madrid/not-of-this-form': ['error', 'Leave the item out, supply it, or use the form that has it.'],
  'madrid/not-designated': ['error', 'Name offices the registration designates, or leave them out.'],
  'madrid/missing': ['error', 'Supply the item before filing; a placeholder stands in its place.'],
  'madrid/advice': ['warning', 'Supply the item if it applies to the case.'],
  'madrid/to-sign': [
    'warning',
    'Have it signed or sealed when nothing else is missing; no field takes this.',
  ],
  'madrid/class-not-in-basic-mark': [
    'error',
    'Leave the class out, or take another basic mark: an application cannot go beyond the mark it rests on.',
  ],
  'madrid/differs': [
    'warning',
    'Check which is right; if it is the list, leave the field empty, else have the list corrected.',
  ],
  'madrid/language-unknown': ['error', 'Choose one of the languages that are offered.'],
  'madrid/day-unreadable': [
    'error',
    'Write the day as YYYY-MM-DD, such as 2026-05-01, or leave the field empty.',
  ],
  'madrid/day-to-come': ['error', 'Give the day on which it really happened.'],
  'madrid/fee-unreadable': [
    'error',
    'Write the amount in figures, such as 1053.00, or leave the field empty.',
  ],
  'madrid/goods-unreadable': [
    'error',
    'Write one line for each Nice class from 1 to 45: the number, then the goods, such as 30 Tea.',
  ],
  'madrid/country-unreadable': ['error', 'Write the two letters of the country, such as CN.'],
  'madrid/root': ['error', 'Send an ST.96 Madrid transaction, a ROMARIN extract or an ST.66 transaction.'],
  'madrid/no-number': [
    'warning',
    'Look into the kept file: the record cannot be linked to a registration and was not taken.',
  ],
  'madrid/unknown-record': [
    'warning',
    'Read the record; it was kept under its own name and moves no date and no state.',
  ],
  'madrid/date-unreadable': [
    'warning',
    'Read the day in the document; it was left out, so no time limit is computed from it.',
  ],
  'madrid/ground-unverified': [
    'warning',
    'Check the protection in the official text before the refusal is sent; ours rests on memory.',
  ],
  'marks/root': [
    'error',
    'Send ST.96 or ST.66 trade marks, a ROMARIN extract, or a CSV or Excel table of marks.',
  ],
  'marks/header': ['error', 'The first line must name the columns, number and mark among them.'],
  'marks/no-office': [
    'error',
    'Give the ST.3 code of the office in the record, or name the office for the whole file.',
  ],
  'marks/no-number': ['error', 'Give the number of the application or registration.'],
  'marks/no-words': ['warning', 'Nothing needs doing if the mark is a picture alone; else give its words.'],
  'marks/class': ['warning', 'Write Nice classes as numbers from 1 to 45; this one was left out.'],
  'marks/date': [
    'warning',
    'Write the day as YYYY-MM-DD; it was left out, so no time limit is computed from it.',
  ],
  'madrid/refusal-late': [
    'warning',
    'Check the day of notification; a refusal after the limit has no effect (Protocol, Article 5(2), (5)).',
  ],
} as const satisfies Record<string, Row>;

export type ProblemCode = keyof typeof catalogue;

const printable = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** A value shortened to 80 characters with control characters made visible, for use inside a message. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const safe = text
    .slice(0, 200)
    .replace(printable, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return safe.length > 80 ? `${safe.slice(0, 79)}…` : safe;
}

/** A problem with the severity and remedy its code stands for. */
export function problem(code: ProblemCode, message: string, place: Place = {}): Problem {
  const [severity, remedy] = catalogue[code];
  return { code, severity, message, remedy, place };
}

/** An error that makes the whole input unusable. */
export function unusable(code: ProblemCode, message: string, place: Place = {}): InputError {
  return new InputError([{ ...problem(code, message, place), severity: 'error' }]);
}
