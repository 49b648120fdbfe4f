/** The frame of every page: where one is, who one is, and whether what is seen is true. */
import { BulbOutlined, HomeOutlined, SearchOutlined, TranslationOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { use, useEffect, useRef, useState } from 'react';
import { Link, NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { creatingStep } from '../actions/steps.js';
import { openOf, totalOf } from '../api/counts.js';
import { MyselfContext } from '../api/myself.js';
import { countsQuery, useDescription, useMe, waitingQuery } from '../api/queries.js';
import { roleWords } from '../api/sentences.js';
import type { Person, Workflow } from '../api/types.js';
import { KeyboardHelp } from '../list/keyboard-help.js';
import { usePlaceName } from '../list/place-name.js';
import { hasDeadlines } from '../list/texts.js';
import { isFocusLost } from '../live/focus.js';
import { MenuButton } from '../live/opening.js';
import { isForPage } from '../live/page-keys.js';
import { useWords } from '../words/language.js';
import { howMany } from '../words/how-many.js';
import { SIGNS } from '../words/signs.js';
import { CommandBar } from './command-bar.js';
import { Connection } from './connection.js';
import { usePlaces } from './places.js';
import { ShadeContext } from './shade.js';
import { useSignOut } from './sign-out.js';
import { appTexts } from './texts.js';

export function Shell() {
  const { t } = useWords(appTexts);
  const me = useMe();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [commanding, setCommanding] = useState(false);
  const shownAt = useRef(pathname);
  useEffect(() => {
    window.scrollTo(0, 0);
    // Where the focus went with the page before, the new one has it: the next Tab leads into it.
    if (shownAt.current !== pathname && isFocusLost())
      document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    shownAt.current = pathname;
  }, [pathname]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        setCommanding(true);
        return;
      }
      if (event.key === 'g' && isForPage(event)) void navigate('/');
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [navigate]);
  if (!me) return null;
  return (
    <MyselfContext value={me}>
      <div className="shell">
        <a className="skip" href="#content">
          {t('skip')}
        </a>
        <header className="bar">
          <Link to="/" className="brand">
            <img src="/favicon.svg" alt="" width="24" height="24" />
            <span>{t('product')}</span>
          </Link>
          <Navigation me={me} />
          <div className="bar-tools">
            <Button
              type="text"
              className="bar-button"
              icon={<SearchOutlined />}
              aria-label={t('bar')}
              aria-keyshortcuts="Control+K"
              title={`${t('barOpen')} (Ctrl K)`}
              onClick={() => setCommanding(true)}
            >
              <kbd className="bar-key">Ctrl K</kbd>
            </Button>
            <LanguageButton />
            <ShadeButton />
            <Account me={me} />
          </div>
        </header>
        <Connection me={me} />
        <main id="content" className="content" tabIndex={-1}>
          <Outlet />
        </main>
        {commanding && <CommandBar me={me} onClose={() => setCommanding(false)} />}
      </div>
    </MyselfContext>
  );
}

function Navigation({ me }: { readonly me: Person }) {
  const { t, say } = useWords(appTexts);
  const { items } = useDescription();
  const counts = useQuery(countsQuery);
  const waiting = useQuery(waitingQuery);
  const places = usePlaces(me);
  const countOf = (workflow: Workflow) => counts.data?.items.find((one) => one.path === workflow.path);
  const workOf = (workflow: Workflow) => (hasDeadlines(workflow) ? openOf(workflow, countOf(workflow)) : -1);
  const held = places.flatMap((place) => place.holds ?? []);
  const seen = items
    .filter(({ path }) => !held.includes(path))
    .filter((workflow) => totalOf(countOf(workflow)) > 0 || creatingStep(workflow, me))
    // What people work on comes first, what the engine keeps for itself last.
    .sort((a, b) => workOf(b) - workOf(a));
  return (
    <nav className="nav" aria-label={t('menu')}>
      {places.map((place) => (
        <NavLink key={place.to} to={place.to} end className="nav-link">
          {place.to === '/' && <HomeOutlined aria-hidden="true" />}
          <span className="nav-word">{t(place.label)}</span>
          {place.to === '/' && waiting.data && <span className="nav-count">{howMany(waiting.data.total)}</span>}
        </NavLink>
      ))}
      {seen.map((workflow) => (
        <NavLink key={workflow.path} to={`/${workflow.path}`} className="nav-link">
          <span className="nav-word">{say(workflow.words.many)}</span>
        </NavLink>
      ))}
    </nav>
  );
}

export function LanguageButton() {
  const { t, language, choose } = useWords();
  return (
    <Button
      type="text"
      className="bar-button"
      icon={<TranslationOutlined />}
      title={t('languageHint')}
      lang={language === 'en' ? 'zh-CN' : 'en'}
      onClick={() => choose(language === 'en' ? 'zh-CN' : 'en')}
    >
      {t('language')}
    </Button>
  );
}

export function ShadeButton() {
  const { t } = useWords();
  const { shade, choose } = use(ShadeContext);
  const other = shade === 'dark' ? 'light' : 'dark';
  return (
    <Button
      type="text"
      className="bar-button"
      icon={<BulbOutlined />}
      aria-label={t(other)}
      title={t(other)}
      onClick={() => choose(other)}
    />
  );
}

function Account({ me }: { readonly me: Person }) {
  const { t, language } = useWords();
  const description = useDescription();
  const placeName = usePlaceName();
  const places = me.jurisdictions.map((one) => placeName(one));
  const leaving = useSignOut(me);
  const [explaining, setExplaining] = useState(false);
  return (
    <>
      <MenuButton
        type="text"
        className="bar-button account"
        called={me.name}
        above={
          <p className="account-who">
            {me.organisation}
            <br />
            {roleWords(me.roles, description, language)} · {places.join(SIGNS[language].comma)}
          </p>
        }
        items={[
          { key: 'keys', label: t('keyboard'), onChoose: () => setExplaining(true) },
          { key: 'out', label: t('signOut'), onChoose: leaving.ask },
        ]}
      >
        {me.name}
      </MenuButton>
      <KeyboardHelp open={explaining} selecting onClose={() => setExplaining(false)} />
      {leaving.dialog}
    </>
  );
}
