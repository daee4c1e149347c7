import { problem, shown } from '../../formats/problems.ts';
import { InputError } from '../../gi/problem.ts';
import type { Problem } from '../../gi/problem.ts';
import { designateInstead, membership } from '../members.ts';

/**
 * The offices to be designated, in order and once each. Throws an `InputError` with every reason against the list:
 * none named, the office of origin itself (Protocol, Article 3bis), a code that is no member of the Madrid System.
 * Warnings name members whose membership the gateway only recalls.
 */
export function checkDesignations(
  codes: readonly string[],
  officeOfOrigin: string,
): { codes: string[]; warnings: Problem[] } {
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const accepted: string[] = [];
  for (const raw of codes) {
    const code = raw.trim().toUpperCase();
    if (code === '') continue;
    const place = { field: 'designations', path: code.slice(0, 10) };
    const evidence = membership(code);
    if (code === officeOfOrigin) {
      errors.push(problem('madrid/self-designation', `${code} is the office of origin`, place));
    } else if (!evidence) {
      const instead = designateInstead(code);
      const hint = instead === undefined ? '' : `; designate ${instead} instead`;
      errors.push(
        problem('madrid/unknown-designation', `“${shown(raw)}” cannot be designated${hint}`, place),
      );
    } else if (accepted.includes(code)) {
      warnings.push(problem('madrid/repeated-designation', `${code} is named twice`, place));
    } else {
      accepted.push(code);
      if (evidence.level === 'unverified') {
        warnings.push(
          problem('madrid/membership-unverified', `That ${code} is a member was recalled, not read`, place),
        );
      }
    }
  }
  if (accepted.length === 0 && errors.length === 0) {
    errors.push(problem('madrid/no-designation', 'No office is designated', { field: 'designations' }));
  }
  if (errors.length > 0) throw new InputError(errors);
  return { codes: accepted, warnings };
}
