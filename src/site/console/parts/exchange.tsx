import type { Child, FC } from 'hono/jsx';
import { href, type View } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame } from './frame.tsx';

const pages = ['partners', 'messages', 'outbox', 'sync', 'keys', 'evidence'] as const;

/** The frame of the pages about exchanging with partner offices, with the way from one to the other. */
export const ExchangeFrame: FC<{ desk: Desk; title: string; children?: Child }> = (props) => {
  const { desk, title, children } = props;
  const { v } = desk;
  return (
    <Frame desk={desk} title={title}>
      <nav class="subnav" aria-label={v.t('exchange:title')}>
        <ul>
          {pages.map((page) => (
            <li>
              <a
                href={href(v, `/console/${page}`)}
                aria-current={v.path === `/console/${page}` ? 'page' : undefined}
              >
                {v.t(`exchange:nav.${page}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </Frame>
  );
};

export const Moment: FC<{ v: View; at: string }> = ({ v, at }) => <time datetime={at}>{v.f.moment(at)}</time>;

/** A partner office by its name in the page's language, leading to its page. */
export const PartnerLink: FC<{ v: View; code: string }> = ({ v, code }) => (
  <a href={href(v, `/console/partners/${code}`)}>
    {v.f.country(code)} ({code})
  </a>
);

/** Choices of a filter: everything, or one. */
export const Choice: FC<{
  name: string;
  label: string;
  all: string;
  of: readonly string[];
  text: (value: string) => string;
  chosen: string | undefined;
}> = ({ name, label, all, of, text, chosen }) => (
  <div>
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      <option value="">{all}</option>
      {of.map((value) => (
        <option value={value} selected={value === chosen}>
          {text(value)}
        </option>
      ))}
    </select>
  </div>
);
