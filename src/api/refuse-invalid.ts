import { InputError, type Problem } from '../gi/problem.ts';

/** Refuses a request that does not fit its schema, as problems with the place of each fault. */
export function refuseInvalid(result: {
  success: boolean;
  target?: string;
  error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined;
}): void {
  if (result.success || !result.error) return;
  const problems = result.error.issues.map((issue): Problem => {
    const field = issue.path.map(String).join('.');
    return {
      code: 'request/invalid',
      severity: 'error',
      message: field ? `${field}: ${issue.message}` : issue.message,
      remedy: 'See /docs for what this route expects.',
      place: { ...(field && { field }) },
    };
  });
  throw new InputError(problems);
}
