import { xmlEscaped } from '../formats/xml/escape.ts';
import { namespaces } from '../formats/xml/namespaces.ts';
import type { Problem } from '../gi/problem.ts';

function transactionError(code: string, message: string): string {
  return [
    ' <com:TransactionError>',
    `  <com:TransactionErrorCode>${xmlEscaped(code)}</com:TransactionErrorCode>`,
    `  <com:TransactionErrorText com:languageCode="en">${xmlEscaped(message)}</com:TransactionErrorText>`,
    ' </com:TransactionError>',
  ].join('\n');
}

interface Said {
  code: string;
  detail: string;
  remedy: string;
  problems?: Problem[];
}

/** Problem details as the error bag of ST.96 V6_0: the refusal first, then each problem it lists. */
export function problemXml({ code, detail, remedy, problems = [] }: Said): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<com:TransactionErrorBag xmlns:com="${namespaces.com}">`,
    transactionError(code, `${detail} ${remedy}`),
    ...problems.map((p) => transactionError(p.code, `${p.message} ${p.remedy}`)),
    '</com:TransactionErrorBag>',
    '',
  ].join('\n');
}
