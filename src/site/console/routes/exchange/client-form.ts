import type { OAuthClient } from '../../../../exchange/access/client-tokens.ts';
import type { Form } from '../../desk.ts';
import { invalid } from '../form-values.ts';

/**
 * What a partner's system is to be shown, as a form's `ClientFields` say it.
 * @throws Refusal request/invalid for half a client
 */
export function clientOf(form: Form): { secret?: string; oauth?: OAuthClient } {
  const secret = form.secret('secret').trim();
  const tokenUrl = form.optional('tokenUrl');
  const clientId = form.optional('clientId');
  const scope = form.optional('scope');
  if ((tokenUrl === undefined) !== (clientId === undefined) || (scope && !tokenUrl))
    throw invalid(
      'An OAuth client has the address tokens are got from and an id.',
      'Fill in both fields, or leave all of them empty.',
    );
  if (tokenUrl !== undefined && !URL.canParse(tokenUrl))
    throw invalid('The address tokens are got from is no address.', 'Give it with https://.');
  return {
    ...(secret && { secret }),
    ...(tokenUrl !== undefined &&
      clientId !== undefined && { oauth: { tokenUrl, clientId, ...(scope && { scope }) } }),
  };
}
