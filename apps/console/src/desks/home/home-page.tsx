/**
 * The first page of everybody: what waits for them by deadline, late ones on top; for who answers for others, how things
 * stand there; and for whom nothing waits, what they may read.
 */
import { Button } from 'antd';
import { Link } from 'react-router';
import { creatingStep } from '../../actions/steps.js';
import { placeOf } from '../../api/overview.js';
import { useDescription } from '../../api/queries.js';
import { HANDING_OVER, OVERSEERS } from '../../api/roles.js';
import type { Person } from '../../api/types.js';
import { usePlaceName } from '../../list/place-name.js';
import { useWords } from '../../words/language.js';
import { Readable } from './readable.js';
import { Standing } from './standing.js';
import { homeTexts } from './texts.js';
import { WaitingList } from './waiting-list.js';
import './home.css';

export function HomePage({ me }: { readonly me: Person }) {
  const { t, say } = useWords(homeTexts);
  const { items: workflows } = useDescription();
  const placeName = usePlaceName();
  const holds = (roles: readonly string[]) => roles.some((role) => me.roles.includes(role));
  const overseeing = holds(OVERSEERS);
  const own = placeOf(me.jurisdictions);
  const place = own === undefined ? t('wholeDistrict') : placeName(own);
  const creating = workflows.flatMap((workflow) => {
    const command = creatingStep(workflow, me.roles);
    return command ? [{ workflow, command }] : [];
  });
  return (
    <div className="home">
      <title>{`${t('home')} · ${t('product')}`}</title>
      <header className="page-head">
        <h1>{overseeing ? place : t('home')}</h1>
        <div className="page-tools">
          {holds(HANDING_OVER) && (
            <Link to="/hand-over">
              <Button tabIndex={-1}>{t('handOver')}</Button>
            </Link>
          )}
          {creating.map(({ workflow, command }, index) => (
            <Link key={workflow.name} to={`/${workflow.path}/new`}>
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
