import type { Child, FC } from 'hono/jsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { ExchangeFrame } from './exchange.tsx';

/** Something to hand on: a code, told apart by an id where it is the secret itself. */
export const Handed: FC<{ label: string; id?: string; children: string }> = ({ label, id, children }) => (
  <>
    <dt>{label}</dt>
    <dd>
      <code class="hash" id={id}>
        {children}
      </code>
    </dd>
  </>
);

/** A page that shows a partner's new secret this once, with the way back to the partner. */
export const ShownOnce: FC<{
  desk: Desk;
  partner: string;
  title: string;
  /** That it is shown this once, and what is kept of it. */
  once: string;
  /** Said behind what is shown. */
  after?: Child;
  children: Child;
}> = ({ desk, partner, title, once, after, children }) => {
  const { v } = desk;
  return (
    <ExchangeFrame desk={desk} title={title}>
      <div class="notice" role="alert">
        <p>
          <strong>{once}</strong>
        </p>
      </div>
      <dl class="facts">{children}</dl>
      {after}
      <p class="actions">
        <a class="button" href={href(v, `/console/partners/${partner}`)}>
          {v.t('exchange:key.kept')}
        </a>
      </p>
    </ExchangeFrame>
  );
};
