import type { FC } from 'hono/jsx';
import { entryStatuses, giTypes, principalName, type Entry } from '../../../gi/entry.ts';
import { evidenceLevels } from '../../../gi/evidence.ts';
import { productClasses } from '../../../gi/product.ts';
import { fieldsOf } from '../../../lists/change-set.ts';
import type { CorrectionView } from '../../../lists/corrections/view.ts';
import { ChangedValue, FieldName } from '../../parts/changed-value.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Corrected, Withdraw } from '../parts/correction.tsx';
import { Frame, Token } from '../parts/frame.tsx';

/** Fields that a form of one line can correct; the others go through the command line as JSON. */
const simple =
  /^(status|giType|origin|fileNumbers|notClaimed|notes|legalBasis|dates\.\w+|product\.(class|description)|names\[.*\])$/s;
/** Days an entry may lack: what is missing is an error as well. */
const days = ['applied', 'published', 'protected', 'refused', 'ended'].map((d) => `dates.${d}`);

const options: Record<string, readonly string[]> = {
  status: entryStatuses,
  giType: giTypes,
  'product.class': productClasses,
};

function asTyped(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(asTyped).join(' | ');
  if (typeof value === 'object' && value !== null && 'text' in value) return String(value.text);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function label(desk: Desk, field: string, value: string): string {
  const { v } = desk;
  if (field === 'status') return v.t(`status.${value}`);
  return field === 'product.class' ? v.t(`product.${value}`) : value;
}

interface Props {
  desk: Desk;
  listId: string;
  entry: Entry;
  corrections: CorrectionView[];
  /** The draft it is corrected in; as published when absent. */
  draftId?: string;
  action: string;
  open: boolean;
}

const CorrectForm: FC<{ props: Props; field: string; value: unknown; index: number }> = (given) => {
  const { field, value, index } = given;
  const { desk, entry, action } = given.props;
  const { t } = desk;
  const id = `f${index}`;
  const chosen = asTyped(value);
  const isName = field.startsWith('names[');
  return (
    <details>
      <summary>{t('correction.correct')}</summary>
      <form class="stack" method="post" action={action}>
        <Token desk={desk} />
        <input type="hidden" name="key" value={entry.key} />
        <input type="hidden" name="field" value={field} />
        <label for={id}>{t('correction.value')}</label>
        {options[field] ? (
          <select id={id} name="value">
            {options[field].map((o) => (
              <option value={o} selected={o === chosen}>
                {label(desk, field, o)}
              </option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            name="value"
            type={field.startsWith('dates.') ? 'date' : 'text'}
            value={chosen}
            maxlength={2000}
          />
        )}
        <label for={`${id}r`}>{t('correction.reason')}</label>
        <input id={`${id}r`} name="reason" type="text" maxlength={2000} required />
        {isName && (
          <>
            <label for={`${id}e`}>{desk.v.t('field.evidence')}</label>
            <select id={`${id}e`} name="evidence">
              {evidenceLevels.toReversed().map((level) => (
                <option value={level}>{desk.v.t(`evidence.${level}`)}</option>
              ))}
            </select>
            <label for={`${id}s`}>{t('import.source')}</label>
            <input id={`${id}s`} name="source" type="text" maxlength={500} />
          </>
        )}
        <p>
          <button class="button" type="submit">
            {t('correction.correctIt')}
          </button>
        </p>
      </form>
    </details>
  );
};

/** One entry field by field, with what of it is corrected and a way to correct the rest. */
export const CorrectPage: FC<Props> = (props) => {
  const { desk, listId, entry, corrections, draftId, open } = props;
  const { v, t } = desk;
  const fields = fieldsOf(entry);
  for (const day of days) if (!fields.has(day)) fields.set(day, undefined);
  const laid = corrections.filter((c) => !c.ended);
  return (
    <Frame desk={desk} title={principalName(entry)}>
      <p class="lead">{t('correction.how')}</p>
      <p class="quiet">
        {listId} · <code>{entry.key}</code>
        {draftId && (
          <>
            {' · '}
            <a href={href(v, `/console/drafts/${draftId}`, { text: entry.key })}>{t('correction.draft')}</a>
          </>
        )}
      </p>
      {laid.length > 0 && (
        <section aria-labelledby="laid">
          <h2 id="laid">{t('correction.laid')}</h2>
          <ul class="plain">
            {laid.map((c) => (
              <li class="panel">
                <Corrected desk={desk} correction={c} />
                {desk.may('editor') && <Withdraw desk={desk} correction={c} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      <table class="cards correct">
        <thead>
          <tr>
            <th scope="col">{v.t('diff.field')}</th>
            <th scope="col">{t('correction.says')}</th>
            <th scope="col">{t('correction.correct')}</th>
          </tr>
        </thead>
        <tbody>
          {[...fields]
            .filter(([field]) => field !== 'key')
            .map(([field, value], index) => (
              <tr>
                <th scope="row">
                  <FieldName v={v} field={field} />
                </th>
                <td data-label={t('correction.says')}>
                  <ChangedValue v={v} field={field} value={value} />
                </td>
                <td data-label={t('correction.correct')}>
                  {open && simple.test(field) && (
                    <CorrectForm props={props} field={field} value={value} index={index} />
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Frame>
  );
};

/** The entries of a list that a text may mean, to choose the one to correct. */
export const ChooseEntryPage: FC<{
  desk: Desk;
  listId: string;
  text: string;
  entries: { key: string; name: string }[];
}> = ({ desk, listId, text, entries }) => {
  const { v, t } = desk;
  const action = href(v, `/console/lists/${listId}/correct`);
  return (
    <Frame desk={desk} title={t('correction.choose')}>
      <form class="filters" method="get" action={action}>
        <div>
          <label for="text">{t('filter.text')}</label>
          <input id="text" name="text" type="search" value={text} maxlength={200} />
        </div>
        <button class="button button--quiet" type="submit">
          {t('filter.button')}
        </button>
      </form>
      {entries.length === 0 && <p>{t('correction.noEntry')}</p>}
      <ul class="plain columns">
        {entries.map(({ key, name }) => (
          <li>
            <a href={href(v, `/console/lists/${listId}/correct`, { key })}>
              <bdi>{name}</bdi>
            </a>{' '}
            <code class="quiet">{key}</code>
          </li>
        ))}
      </ul>
    </Frame>
  );
};
