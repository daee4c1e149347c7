import type { FC } from 'hono/jsx';
import { href, type View } from '../view.ts';
import { SearchIcon } from './icons.tsx';

const examples: { text: string; lang: string }[] = [
  { text: '香槟', lang: 'zh-Hans' },
  { text: 'champagne', lang: 'fr' },
  { text: '龙井', lang: 'zh-Hans' },
  { text: 'ข้าวหอมมะลิ', lang: 'th' },
  { text: 'Φέτα', lang: 'el' },
];

export const SearchBox: FC<{ v: View; query?: string; large?: boolean }> = ({
  v,
  query = '',
  large = false,
}) => (
  <form
    class={large ? 'search search--large' : 'search'}
    action={`/${v.lang}/search`}
    method="get"
    role="search"
  >
    <label class="search-label" for="q">
      {v.t('search.label')}
    </label>
    <div class="search-row">
      <input
        id="q"
        name="q"
        type="search"
        value={query}
        placeholder={v.t('search.placeholder')}
        maxlength={500}
        autocomplete="off"
        required
      />
      {v.day !== v.today && <input type="hidden" name="asOf" value={v.day} />}
      <button class="button" type="submit">
        <SearchIcon />
        {v.t('search.button')}
      </button>
    </div>
    {large && (
      <p class="examples">
        <span>{v.t('search.examples')}</span>
        {examples.map(({ text, lang }) => (
          <a class="chip" href={href(v, '/search', { q: text })} lang={lang}>
            {text}
          </a>
        ))}
      </p>
    )}
  </form>
);
