/** Notifications as they arrive, about one registration on the Chinese mark 9129815 unless told otherwise. */

const holder =
  '<tmk:HolderBag><tmk:Holder><com:LegalEntityName>Longjing Tea Association</com:LegalEntityName></tmk:Holder></tmk:HolderBag>';

/** ST.96 from an office to the International Bureau. */
export function fromOffice(office: string, sentOn: string, ...records: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<tmk:MadridOfficeToIBTransaction xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark" xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" com:st96Version="V6_0">
<tmk:MadridOfficeTransactionHeader><com:IPOfficeCode>${office}</com:IPOfficeCode><com:RequestDate>${sentOn}</com:RequestDate><com:TransactionTotalQuantity>${records.length}</com:TransactionTotalQuantity></tmk:MadridOfficeTransactionHeader>
<tmk:MadridOfficeToIBBag>${records.join('\n')}</tmk:MadridOfficeToIBBag>
</tmk:MadridOfficeToIBTransaction>`;
}

/** ST.96 from the International Bureau to an office. */
export function fromBureau(office: string, sentOn: string, category: string, ...records: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<tmk:MadridIBToOfficeTransaction xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark" xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" com:st96Version="V6_0">
<tmk:MadridIBTransactionHeader><com:ReceivingOfficeCode>${office}</com:ReceivingOfficeCode><com:WeekNumber>10</com:WeekNumber><com:PublicationDate>${sentOn}</com:PublicationDate><com:RecordNotificationDate>${sentOn}</com:RecordNotificationDate><com:NotificationLanguage>en</com:NotificationLanguage><com:TransactionTotalQuantity>${records.length}</com:TransactionTotalQuantity><tmk:MadridIBTransactionCountBag><tmk:MadridIBTransactionCount><tmk:MadridIBTransactionCategory>${category}</tmk:MadridIBTransactionCategory></tmk:MadridIBTransactionCount></tmk:MadridIBTransactionCountBag></tmk:MadridIBTransactionHeader>
<tmk:MadridIBToOfficeBag>${records.join('\n')}</tmk:MadridIBToOfficeBag>
</tmk:MadridIBToOfficeTransaction>`;
}

const opening = (number: string): string =>
  `<com:NotificationLanguage>en</com:NotificationLanguage><com:InternationalRegistrationNumber>${number}</com:InternationalRegistrationNumber>`;

export const grant = (number: string): string =>
  `<tmk:MadridGrantProtection>${opening(number)}${holder}</tmk:MadridGrantProtection>`;

export const refusal = (number: string, on: string): string =>
  `<tmk:MadridProvisionalRefusal>${opening(number)}<tmk:RefusalPronouncedDate>${on}</tmk:RefusalPronouncedDate><tmk:AllGoodsServicesIndicator>true</tmk:AllGoodsServicesIndicator><tmk:FactDecisionText com:languageCode="en">Earlier mark</tmk:FactDecisionText></tmk:MadridProvisionalRefusal>`;

export const opposition = (number: string, from: string, to: string): string =>
  `<tmk:MadridPossibleOppositionNotification>${opening(number)}${holder}<tmk:OppositionPeriodStartDate>${from}</tmk:OppositionPeriodStartDate><tmk:OppositionPeriodEndDate>${to}</tmk:OppositionPeriodEndDate></tmk:MadridPossibleOppositionNotification>`;

export const renewal = (number: string, on: string, until: string): string =>
  `<tmk:MadridRenewal><com:RecordIdentifier>77</com:RecordIdentifier><com:InternationalRegistrationNumber>${number}</com:InternationalRegistrationNumber><tmk:MadridRenewalCategory>Renewal</tmk:MadridRenewalCategory><com:RecordFilingDate>${on}</com:RecordFilingDate><tmk:MadridSystemCategory>Protocol</tmk:MadridSystemCategory><com:RenewalDate>${on}</com:RenewalDate><com:FeeCalculationDate>${on}</com:FeeCalculationDate><tmk:ActiveClassTotalQuantity>1</tmk:ActiveClassTotalQuantity><com:ExpiryDate>${until}</com:ExpiryDate></tmk:MadridRenewal>`;

export const termination = (number: string, category: string, on: string): string =>
  `<tmk:MadridDesignationTermination><com:RecordIdentifier>78</com:RecordIdentifier><com:InternationalRegistrationNumber>${number}</com:InternationalRegistrationNumber><tmk:MadridDesignationTerminationCategory>${category}</tmk:MadridDesignationTerminationCategory><com:RecordFilingDate>${on}</com:RecordFilingDate><com:ExpiryDate>${on}</com:ExpiryDate></tmk:MadridDesignationTermination>`;

/** A ROMARIN extract of the mark with the records given. */
export function romarin(
  options: { number?: string; origin?: string; basic?: string; records?: string; ennNotified?: string } = {},
): string {
  const { number = '1289218', origin = 'CN', basic = '9129815', records = '' } = options;
  const notified = options.ennNotified ?? '20250714';
  return `<?xml version="1.0" encoding="UTF-8"?>
<ROMARIN EXTRDATE="20261101">
<MARKGR INTREGN="${number}" BILING="Y" OOCD="${origin}" INTREGD="20250310" EXPDATE="20350310" ORIGLAN="1">
<CURRENT><HOLGR CLID="1"><NAME><NAMEL>Longjing Tea Association</NAMEL></NAME></HOLGR><IMAGE TEXT="LONGJING" TYPE="JPG"/>
<BASGR><BASREGGR><BASREGD>20120207</BASREGD><BASREGN>${basic}</BASREGN></BASREGGR></BASGR>
<DESPG><DCPCD>EM</DCPCD><DCPCD>TH</DCPCD><DCPCD>JP</DCPCD></DESPG><DESPG2><DCPCD>FR</DCPCD></DESPG2></CURRENT>
<ENN REGRDAT="20250701" NOTDATE="${notified}" REGEDAT="20250310" GAZNO="2025/28" PUBDATE="20250724" INTOFF="${origin}"><DESPG><DCPCD>EM</DCPCD><DCPCD>TH</DCPCD></DESPG><DESPG2><DCPCD>FR</DCPCD></DESPG2></ENN>
${records}</MARKGR>
</ROMARIN>`;
}

/** What ST.66 makes of that extract. */
export function st66(records = ''): string {
  const country = (code: string, under: string) =>
    `<DesignatedCountry><DesignatedCountryCode>${code}</DesignatedCountryCode><DesignatedUnderCode>${under}</DesignatedUnderCode></DesignatedCountry>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://www.wipo.int/standards/XMLSchema/trademarks"><TradeMarkTransactionBody><TransactionContentDetails><TransactionData><TradeMarkDetails>
<TradeMark><RegistrationOfficeCode>WO</RegistrationOfficeCode><ReceivingOfficeCode>CN</ReceivingOfficeCode><ApplicationNumber>1289218</ApplicationNumber><ApplicationDate>2025-03-10</ApplicationDate><ExpiryDate>2035-03-10</ExpiryDate>
<DesignatedCountryDetails>${country('EM', 'Protocol')}${country('TH', 'Protocol')}${country('FR', 'ProtocolArticle9-6')}</DesignatedCountryDetails>
<BasicRegistrationApplicationDetails><BasicRegistrationApplication><BasicRegistrationDetails><BasicRegistration><BasicRegistrationNumber>9129815</BasicRegistrationNumber><BasicRegistrationDate>2012-02-07</BasicRegistrationDate></BasicRegistration></BasicRegistrationDetails></BasicRegistrationApplication></BasicRegistrationApplicationDetails>
<WordMarkSpecification><MarkVerbalElementText>LONGJING</MarkVerbalElementText></WordMarkSpecification>
<MarkRecordDetails><MarkRecord><BasicRecord><RecordFilingDate>2025-07-01</RecordFilingDate><RecordNotificationDate>2025-07-14</RecordNotificationDate><RecordEffectiveDate>2025-03-10</RecordEffectiveDate><BasicRecordKind>Registration</BasicRecordKind></BasicRecord></MarkRecord>${records}</MarkRecordDetails></TradeMark>
</TradeMarkDetails></TransactionData></TransactionContentDetails></TradeMarkTransactionBody></Transaction>`;
}
