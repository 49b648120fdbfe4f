/**
 * The first page of everybody: what waits for them by deadline, late ones on top; for who answers for others, how things
 * stand there; and for whom nothing waits, what they may read. Whoever only administers the program has its health first.
 */
import { Button } from 'antd';
import { Link, Navigate } from 'react-router';
import { isLedTo } from '../../actions/pages.js';
import { creatingStep } from '../../actions/steps.js';
import { placeOf, useMyself } from '../../api/myself.js';
import { useDescription } from '../../api/queries.js';
import { usePlaceName } from '../../list/place-name.js';
import { useWords } from '../../words/language.js';
import { Readable } from './readable.js';
import { Standing } from './standing.js';
import { homeTexts } from './texts.js';
import { WaitingList } from './waiting-list.js';
import './home.css';

/** What is ordered of a node is chosen there, not typed. */
const AT_ITS_PAGE: Readonly<Record<string, string>> = { upkeep: '/admin' };

export function HomePage() {
  const me = useMyself();
  const { t, say } = useWords(homeTexts);
  const all = useDescription();
  const placeName = usePlaceName();
  const overseeing = isLedTo('/overview', me, all);
  const own = placeOf(me.jurisdictions);
  const place = own === undefined ? t('wholeDistrict') : placeName(own);
  const creating = all.items.flatMap((workflow) => {
    const command = creatingStep(workflow, me);
    return command ? [{ workflow, command }] : [];
  });
  if (isLedTo('/admin', me, all) && me.roles.every((role) => role === 'admin')) return <Navigate to="/admin" replace />;
  return (
    <div className="home">
      <title>{`${t('home')} · ${t('product')}`}</title>
      <header className="page-head">
        <h1>{overseeing ? place : t('home')}</h1>
        <div className="page-tools">
          {isLedTo('/hand-over', me, all) && (
            <Link to="/hand-over">
              <Button tabIndex={-1}>{t('handOver')}</Button>
            </Link>
          )}
          {creating.map(({ workflow, command }, index) => (
            <Link key={workflow.name} to={AT_ITS_PAGE[workflow.path] ?? `/${workflow.path}/new`}>
              <Button type={index === creating.length - 1 ? 'primary' : 'default'} tabIndex={-1}>
                {say(command.words)}
              </Button>
            </Link>
          ))}
        </div>
      </header>
      {overseeing && <Standing me={me} />}
      <WaitingList me={me} otherwise={<Readable me={me} />} titled={overseeing} />
    </div>
  );
}
