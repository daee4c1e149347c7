import type { FC } from 'hono/jsx';
import type { Jurisdiction } from '../../../gi/agreement.ts';
import type { AnsweredName, GiAnswer, ListSummary } from '../../../lists/queries.ts';
import { inReadingOrder, Spelling } from '../../parts/names.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import type { View } from '../../view.ts';
import { AsOfBar } from './as-of.tsx';
import { Lines } from './lines.tsx';
import { NamesTable } from './names-table.tsx';
import { Systems } from './systems.tsx';
import { UseByOthers } from './terms.tsx';
import { Timeline } from './timeline.tsx';
import { Verdicts } from './verdicts.tsx';

const MAX_SIDE_NAMES = 5;

/** The forms shown under the title: the protected ones and their renderings, each script before a second of one. */
function sideNames(answer: GiAnswer): AnsweredName[] {
  const others = inReadingOrder(answer.names).filter((n) => n.text !== answer.name && n.kind !== 'variant');
  const firstOfScript = others.filter((n, i) => others.findIndex((o) => o.script === n.script) === i);
  return [...firstOfScript, ...others.filter((n) => !firstOfScript.includes(n))].slice(0, MAX_SIDE_NAMES);
}

const Title: FC<{ v: View; answer: GiAnswer }> = ({ v, answer }) => {
  const principal = answer.names.find((n) => n.text === answer.name);
  const { product } = answer.occurrences[0]!.entry;
  const numbers = [...new Set(answer.occurrences.flatMap((o) => o.entry.fileNumbers))];
  return (
    <header class="gi-title">
      <p class="eyebrow">{v.t('gi.eyebrow')}</p>
      <h1>{principal ? <Spelling form={principal} /> : answer.name}</h1>
      <ul class="side-names">
        {sideNames(answer).map((n) => (
          <li class={n.evidence.level === 'unverified' ? 'is-unverified' : undefined}>
            <Spelling form={n} />
            {n.evidence.level === 'unverified' && <small>{v.t('evidence.unverified')}</small>}
          </li>
        ))}
      </ul>
      <dl class="gi-facts">
        <div>
          <dt>{v.t('gi.from')}</dt>
          <dd>{answer.origin.map((c) => v.f.country(c)).join(', ')}</dd>
        </div>
        <div>
          <dt>{v.t('gi.product')}</dt>
          <dd>{v.t(`product.${product.class}`)}</dd>
        </div>
        {numbers.length > 0 && (
          <div>
            <dt>{v.t('gi.numbers')}</dt>
            <dd>{numbers.join(', ')}</dd>
          </div>
        )}
      </dl>
    </header>
  );
};

/** The answer page: everything held about one geographical indication on one day. */
export const GiPage: FC<{
  v: View;
  answer: GiAnswer;
  lists: ListSummary[];
  jurisdictions: Jurisdiction[];
  guided: string[];
}> = (props) => {
  const { v, answer, lists, jurisdictions, guided } = props;
  const byId = new Map(lists.map((l) => [l.list.id, l.list]));
  const facts = {
    title: (id: string): string => {
      const list = byId.get(id);
      return list ? v.f.local(list.title) : id;
    },
    protectedIn: (id: string): string | undefined => byId.get(id)?.protectedIn,
    isRegister: (id: string): boolean => byId.get(id)?.kind === 'home-register',
  };
  return (
    <article class="gi">
      <SearchBox v={v} />
      {v.day !== v.today && (
        <p class="notice" role="status">
          {v.t('gi.notToday', { date: v.f.day(v.day) })}
        </p>
      )}
      <Title v={v} answer={answer} />
      <section aria-labelledby="protection">
        <h2 id="protection">{v.t('gi.protectionTitle')}</h2>
        <Verdicts v={v} answer={answer} jurisdictions={jurisdictions} lists={facts} guided={guided} />
      </section>
      <UseByOthers v={v} occurrences={answer.occurrences} />
      <AsOfBar v={v} answer={answer} />
      <NamesTable v={v} names={answer.names} />
      <Lines v={v} occurrences={answer.occurrences} />
      <Systems v={v} answer={answer} />
      <Timeline v={v} occurrences={answer.occurrences} />
      <footer class="gi-foot">
        <dl class="gi-facts">
          <div>
            <dt>{v.t('gi.permanent')}</dt>
            <dd>
              <a href={`/gi/${answer.id}`}>{`${v.origin}/gi/${answer.id}`}</a>
            </dd>
          </div>
          <div>
            <dt>{v.t('gi.data')}</dt>
            <dd>
              <a href={`/api/v1/gis/${answer.id}${v.day === v.today ? '' : `?asOf=${v.day}`}`}>
                {v.t('gi.download')}
              </a>
            </dd>
          </div>
        </dl>
      </footer>
    </article>
  );
};
