import type { Child, FC } from 'hono/jsx';
import { languageNames, languages } from '../languages.ts';
import { href, inLanguage, type View } from '../view.ts';

const sections = [
  { path: '/search', key: 'nav.search' },
  { path: '/lists', key: 'nav.lists' },
  { path: '/agreements', key: 'nav.agreements' },
  { path: '/check', key: 'nav.check' },
  { path: '/madrid', key: 'madrid:nav' },
  { path: '/guidance', key: 'guidance:nav' },
  { path: '/disputes', key: 'disputes:nav' },
  { path: '/about', key: 'nav.about' },
];

/** Address of an asset with its content in the query, so that it can be cached for good. */
export type AssetUrl = (file: string) => string;

const Header: FC<{ v: View; asset: AssetUrl }> = ({ v, asset }) => (
  <header class="site-header">
    <div class="wrap header-row">
      <a class="brand" href={href(v, '/')}>
        <img src={asset('seal.svg')} alt="" width="44" height="44" />
        <span>
          <span class="brand-name">{v.t('site.name')}</span>
          <span class="brand-tagline">{v.t('site.tagline')}</span>
        </span>
      </a>
      <nav class="languages" aria-label={v.t('site.languages')}>
        <ul>
          {languages.map((language) => (
            <li>
              <a
                href={inLanguage(v, language)}
                lang={language}
                hreflang={language}
                aria-current={language === v.lang ? 'true' : undefined}
              >
                {languageNames[language]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
    <nav class="sections" aria-label={v.t('site.menu')}>
      <ul class="wrap">
        {sections.map(({ path, key }) => (
          <li>
            <a
              href={href(v, path)}
              aria-current={v.path === path || v.path.startsWith(`${path}/`) ? 'page' : undefined}
            >
              {v.t(key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  </header>
);

const Footer: FC<{ v: View }> = ({ v }) => (
  <footer class="site-footer">
    <div class="wrap footer-row">
      <p>{v.t('site.footer')}</p>
      <ul>
        <li>
          <a href={href(v, '/about')}>{v.t('nav.about')}</a>
        </li>
        <li>
          <a href="/docs">{v.t('site.api')}</a>
        </li>
        <li>
          <a href={href({ ...v, day: v.today }, '/console')}>{v.t('console:link')}</a>
        </li>
      </ul>
    </div>
  </footer>
);

/** The frame of every page. `page` is its name for the title bar. */
export const Layout: FC<{ v: View; asset: AssetUrl; page: string; class?: string; children?: Child }> = ({
  v,
  asset,
  page,
  class: name,
  children,
}) => (
  <html lang={v.lang}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{v.t('site.title', { page })}</title>
      <link rel="stylesheet" href={asset('site.css')} />
      <link rel="icon" href={asset('seal.svg')} type="image/svg+xml" />
      {languages.map((language) => (
        <link rel="alternate" hreflang={language} href={`${v.origin}${inLanguage(v, language)}`} />
      ))}
      <link rel="alternate" hreflang="x-default" href={`${v.origin}${v.path}${v.search}`} />
    </head>
    <body class={name}>
      <a class="skip" href="#content">
        {v.t('site.skip')}
      </a>
      <Header v={v} asset={asset} />
      <main id="content" class="wrap" tabindex={-1}>
        {children}
      </main>
      <Footer v={v} />
    </body>
  </html>
);
