import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import { InputError } from '../../src/gi/problem.ts';
import { decodeNotifications, sniffNotification } from '../../src/madrid/notifications/decode.ts';
import { eventId, registrationNumber, type MadridEvent } from '../../src/madrid/notifications/event.ts';
import { bytes, collect, hasShared, schemaFolder, whyNotShared } from '../formats/support.ts';
import {
  fromBureau,
  fromOffice,
  grant,
  opposition,
  refusal,
  renewal,
  romarin,
  st66,
  termination,
} from './samples.ts';

const read = (xml: string, chunk?: number) => collect(decodeNotifications(bytes(xml, chunk)));
const eventsOf = async (xml: string): Promise<MadridEvent[]> => (await read(xml)).flatMap((r) => r.events);
const codeOf = async (xml: string, limits = {}, chunk?: number): Promise<string | undefined> => {
  try {
    await collect(decodeNotifications(bytes(xml, chunk), { limits }));
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.problems[0]?.code;
    throw error;
  }
};

const office = fromOffice(
  'TH',
  '2026-05-02',
  refusal('1289218', '2026-04-30'),
  grant('1300000'),
  opposition('1289218', '2026-02-01', '2026-05-01'),
);
const bureau = fromBureau(
  'CN',
  '2026-06-01',
  'Renewal',
  renewal('1289218', '2035-03-10', '2045-03-10'),
  termination('1289218', 'Total ceasing of effect', '2026-05-20'),
  termination('1289218', 'Renunciation', '2026-05-21'),
);

describe('ST.96 notifications', () => {
  it('from an office carry its code and the day they were sent', async () => {
    expect(await eventsOf(office)).toEqual([
      {
        kind: 'provisional-refusal',
        source: 'MadridProvisionalRefusal',
        registration: '1289218',
        offices: ['TH'],
        scope: 'total',
        on: '2026-04-30',
        notifiedOn: '2026-05-02',
        text: 'Earlier mark',
      },
      {
        kind: 'grant',
        source: 'MadridGrantProtection',
        registration: '1300000',
        offices: ['TH'],
        outcome: 'granted',
        notifiedOn: '2026-05-02',
      },
      {
        kind: 'opposition-possible',
        source: 'MadridPossibleOppositionNotification',
        registration: '1289218',
        offices: ['TH'],
        opposition: { from: '2026-02-01', to: '2026-05-01' },
        notifiedOn: '2026-05-02',
      },
    ]);
  });

  it('from the Bureau tell what ended where', async () => {
    expect(
      (await eventsOf(bureau)).map((e) => [e.kind, e.offices, e.scope, e.on, e.expiresOn, e.reference]),
    ).toEqual([
      ['renewal', [], undefined, '2035-03-10', '2045-03-10', '77'],
      ['ceasing-of-effect', [], 'total', '2026-05-20', undefined, '78'],
      ['renunciation', ['CN'], 'total', '2026-05-21', undefined, '78'],
    ]);
  });

  it.runIf(hasShared)(`of these tests are valid${whyNotShared}`, () => {
    expect(validateSt96(office, 'madrid-office-to-ib', schemaFolder)).toEqual([]);
    expect(validateSt96(bureau, 'madrid-ib-to-office', schemaFolder)).toEqual([]);
  });

  it('designate offices under a treaty, first or later', async () => {
    const body = (category: string): string =>
      `<tmk:MadridDesignation><com:RecordIdentifier>9</com:RecordIdentifier><tmk:OfficeOriginCode>CN</tmk:OfficeOriginCode><com:RecordEffectiveDate>2026-01-31</com:RecordEffectiveDate><com:InternationalRegistrationDate>2025-03-10</com:InternationalRegistrationDate><com:ExpiryDate>2035-03-10</com:ExpiryDate><com:RecordNotificationDate>2026-03-05</com:RecordNotificationDate><tmk:MadridDesignationCategory>${category}</tmk:MadridDesignationCategory><com:InternationalRegistrationNumber>1289218</com:InternationalRegistrationNumber><tmk:DesignatedCountryBag><tmk:DesignatedCountry><com:DesignatedCountryCode>IT</com:DesignatedCountryCode><tmk:MadridSystemCategory>Protocol article 9 sexies</tmk:MadridSystemCategory></tmk:DesignatedCountry></tmk:DesignatedCountryBag></tmk:MadridDesignation>`;
    const [first, later] = await eventsOf(
      fromBureau('IT', '2026-03-05', 'Designation', body('Registration'), body('Subsequent designation')),
    );
    expect(first).toMatchObject({
      kind: 'registration',
      on: '2025-03-10',
      registeredOn: '2025-03-10',
      officeOfOrigin: 'CN',
      offices: [],
      designations: [{ office: 'IT', under: 'protocol-9sexies' }],
    });
    expect(later).toMatchObject({ kind: 'designation', on: '2026-01-31', notifiedOn: '2026-03-05' });
  });

  it('that only ask for something move nothing', async () => {
    const [event] = await eventsOf(
      fromOffice(
        'CN',
        '2026-01-05',
        '<tmk:MadridCancellation><com:InternationalRegistrationNumber>1289218</com:InternationalRegistrationNumber></tmk:MadridCancellation>',
      ),
    );
    expect(event).toMatchObject({ kind: 'other', source: 'MadridCancellation' });
  });

  it('without any number are reported, not taken', async () => {
    const [record] = await read(
      fromOffice('CN', '2026-01-05', '<tmk:MadridOfficeClosureDay></tmk:MadridOfficeClosureDay>'),
    );
    expect(record).toMatchObject({ events: [], problems: [{ code: 'madrid/no-number' }] });
  });
});

const history =
  '<EXN REGRDAT="20260201" NOTDATE="20260305" REGEDAT="20260131"><DESPG><DCPCD>JP</DCPCD></DESPG></EXN>' +
  '<RFNT REGRDAT="20260502" NOTDATE="20260510" REGEDAT="20260430" INTOFF="TH" DOCID="42"/>' +
  '<GP18N REGRDAT="20260601" NOTDATE="20260605" INTOFF="EM"/>' +
  '<OPN REGRDAT="20260601" NOTDATE="20260605" INTOFF="TH" OPPERS="20260201" OPPERE="20260501"/>' +
  '<CBNT REGRDAT="20261001" NOTDATE="20261005" REGEDAT="20260930" INTOFF="CN"/>';

describe('a ROMARIN extract', () => {
  it('tells the registration with its first offices, and what came after', async () => {
    const [registration, ...rest] = await eventsOf(romarin({ records: history }));
    expect(registration).toEqual({
      kind: 'registration',
      registration: '1289218',
      source: 'ENN',
      offices: [],
      designations: [
        { office: 'EM', under: 'protocol' },
        { office: 'TH', under: 'protocol' },
        { office: 'FR', under: 'protocol-9sexies' },
      ],
      registeredOn: '2025-03-10',
      on: '2025-03-10',
      notifiedOn: '2025-07-14',
      officeOfOrigin: 'CN',
      basicMarks: [{ office: 'CN', number: '9129815' }],
      mark: 'LONGJING',
    });
    expect(rest.map((e) => [e.kind, e.offices, e.on, e.notifiedOn])).toEqual([
      ['designation', [], '2026-01-31', '2026-03-05'],
      ['provisional-refusal', ['TH'], '2026-04-30', '2026-05-10'],
      ['grant', ['EM'], '2026-06-01', '2026-06-05'],
      ['opposition-possible', ['TH'], '2026-06-01', '2026-06-05'],
      ['ceasing-of-effect', [], '2026-09-30', '2026-10-05'],
    ]);
  });

  it('without a record of the registration takes the offices no later record brought', async () => {
    const bare = romarin({ records: history }).replace(/<ENN[^]*?<\/ENN>/, '');
    const [registration] = await eventsOf(bare);
    expect(registration!.designations!.map((d) => d.office)).toEqual(['EM', 'TH', 'FR']);
    expect(registration).not.toHaveProperty('notifiedOn');
  });

  it('keeps records it does not know, and says so', async () => {
    const [mark] = await read(romarin({ records: '<XYZ REGRDAT="20260101"/>' }));
    expect(mark!.problems.map((p) => p.code)).toEqual(['madrid/unknown-record']);
    expect(mark!.events.at(-1)).toMatchObject({ kind: 'other', source: 'XYZ', on: '2026-01-01' });
  });

  it('computes nothing from a date that is none', async () => {
    const [mark] = await read(romarin({ records: '<RFNT NOTDATE="20260231" INTOFF="TH"/>' }));
    expect(mark!.problems).toMatchObject([
      { code: 'madrid/date-unreadable', place: { field: 'RFNT/@NOTDATE' } },
    ]);
    expect(mark!.events.at(-1)).not.toHaveProperty('notifiedOn');
  });

  it('with a number that is none is reported', async () => {
    expect(await read(romarin({ number: 'x' }))).toMatchObject([
      { events: [], problems: [{ code: 'madrid/no-number' }] },
    ]);
  });
});

describe('ST.66', () => {
  it('says the same as the extract it was made from', async () => {
    const record = (kind: string, rest: string): string =>
      `<MarkRecord><BasicRecord><RecordFilingDate>2026-05-02</RecordFilingDate><RecordNotificationDate>2026-05-10</RecordNotificationDate><RecordEffectiveDate>2026-04-30</RecordEffectiveDate><BasicRecordKind>${kind}</BasicRecordKind>${rest}</BasicRecord></MarkRecord>`;
    const office = '<RecordInterestedOfficeCode>TH</RecordInterestedOfficeCode>';
    const same = romarin({
      records: '<RFNT REGRDAT="20260502" NOTDATE="20260510" REGEDAT="20260430" INTOFF="TH"/>',
    });
    expect(await eventsOf(st66(record('Total Refusal', office)))).toEqual(await eventsOf(same));
  });
});

describe('a file of notifications', () => {
  it.each([
    [office, 'st96-madrid'],
    [bureau, 'st96-madrid'],
    [romarin(), 'romarin'],
    [st66(), 'st66'],
    ['<gin:GITransaction/>', undefined],
    ['{}', undefined],
  ])('is told by its beginning (%#)', (xml, format) => {
    expect(sniffNotification(new TextEncoder().encode(xml.slice(0, 500)))).toBe(format);
  });

  it.each([
    ['<!DOCTYPE ROMARIN [<!ENTITY a "b">]><ROMARIN>&a;</ROMARIN>', 'xml/doctype'],
    ['<ROMARIN><MARKGR INTREGN="1">', 'xml/not-well-formed'],
    ['<gin/>', 'madrid/root'],
    ['', 'input/empty'],
    [`<ROMARIN>${'<a>'.repeat(200)}</ROMARIN>`, 'input/too-deep'],
  ])('that is hostile or broken is refused (%#)', async (xml, code) => {
    expect(await codeOf(xml)).toBe(code);
  });

  it('is bounded in records inside a bag too', async () => {
    const many = fromOffice('TH', '2026-05-02', ...Array.from({ length: 20 }, () => grant('1289218')));
    expect(await codeOf(many, { records: 10 })).toBe('input/too-many-records');
    expect(await codeOf(many, { recordLength: 100 }, 40)).toBe('input/record-too-large');
  });

  it('reads the same in pieces of any size', async () => {
    const whole = await eventsOf(romarin({ records: history }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (size) => {
        expect((await read(romarin({ records: history }), size)).flatMap((r) => r.events)).toEqual(whole);
        expect(await read(office, size)).toHaveLength(3);
      }),
      { numRuns: 15, seed: 20261122 },
    );
  });
});

describe('the number of a registration', () => {
  it.each([
    ['1289218', '1289218'],
    ['WO 1 289 218', '1289218'],
    ['IR0001289218a', '1289218A'],
    ['0000456', '456'],
    ['', undefined],
    ['CN123', undefined],
    ['1289218ABCD', undefined],
    ['0', undefined],
  ])('%j is %j', (raw, number) => {
    expect(registrationNumber(raw)).toBe(number);
  });

  it('and what is told of it decide the event’s identity, not the order of members', () => {
    const a: MadridEvent = { kind: 'grant', source: 'GPN', offices: ['EM'], registration: '1' };
    expect(eventId({ registration: '1', offices: ['EM'], source: 'GPN', kind: 'grant' })).toBe(eventId(a));
    expect(eventId({ ...a, offices: ['TH'] })).not.toBe(eventId(a));
  });
});
