/** What is open in this community already: the same thing is not taken in twice without knowing it. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import type { Workflow } from '../../api/types.js';
import { StateTag } from '../../list/state-tag.js';
import { Value } from '../../list/value.js';
import { useNow } from '../../live/clock.js';
import { useWords } from '../../words/language.js';
import { howMany } from '../../words/how-many.js';
import { agoWords } from '../../words/times.js';
import { nearbyQuery, type Nearby } from './queries.js';
import { stationTexts } from './texts.js';

interface NearbyCasesProps {
  readonly workflow: Workflow;
  readonly community: string | undefined;
  readonly category: string | undefined;
  readonly same: Nearby | undefined;
  readonly onSame: (one: Nearby | undefined) => void;
  readonly onAdd: (to: Nearby) => void;
}

export function NearbyCases({ workflow, community, category, same, onSame, onAdd }: NearbyCasesProps) {
  const { t } = useWords(stationTexts);
  const found = useQuery(nearbyQuery(community, category));
  const items = found.data?.items ?? [];
  const rest = (found.data?.total ?? 0) - items.length;
  return (
    <aside className="nearby" aria-labelledby="nearby">
      <h2 id="nearby">
        {t('nearbyTitle')} {found.data && <span className="tab-count">{howMany(found.data.total)}</span>}
      </h2>
      {same && (
        <div className="nearby-same">
          <p>
            <strong>{t('sameTitle', { called: same.number ?? t('nearbyUnnumbered') })}</strong>
          </p>
          <p>{t('sameHint')}</p>
          <div className="nearby-tools">
            <Button onClick={() => onAdd(same)}>{t('sameAdd')}</Button>
            <Button type="text" onClick={() => onSame(undefined)}>
              {t('sameDrop')}
            </Button>
          </div>
        </div>
      )}
      <div role="status">
        {community === undefined ? (
          <p className="muted">{t('nearbyFirst')}</p>
        ) : (
          found.data && items.length === 0 && <p className="muted">{t('nearbyNone')}</p>
        )}
      </div>
      <ul>
        {items.map((one) => (
          <NearbyCase
            key={one.id}
            workflow={workflow}
            one={one}
            isSameKind={category !== undefined && one.category === category}
            isSame={one.id === same?.id}
            onSame={() => onSame(one)}
          />
        ))}
      </ul>
      {rest > 0 && <p className="muted">{t('nearbyMore', { n: rest })}</p>}
    </aside>
  );
}

interface NearbyCaseProps {
  readonly workflow: Workflow;
  readonly one: Nearby;
  readonly isSameKind: boolean;
  readonly isSame: boolean;
  readonly onSame: () => void;
}

function NearbyCase({ workflow, one, isSameKind, isSame, onSame }: NearbyCaseProps) {
  const { t, language } = useWords(stationTexts);
  const now = useNow();
  const called = one.number ?? t('unnumbered');
  return (
    <li className={`nearby-case${isSame ? ' row-selected' : ''}`}>
      <div className="nearby-head">
        <strong>{called}</strong>
        <StateTag workflow={workflow} state={one.state} />
        <span className="muted">{agoWords(one.openedAt, now, language)}</span>
      </div>
      <p>
        <Value value={one.category} field={workflow.fields['category']} />
        {isSameKind && <span className="nearby-kind">{t('nearbySameKind')}</span>}
        {one.place !== undefined && ` · ${one.place}`}
      </p>
      <p className="nearby-story muted">
        <Value value={one.story} field={undefined} />
      </p>
      <div className="nearby-tools">
        <Link to={`/${workflow.path}/${encodeURIComponent(one.id)}`} aria-label={`${t('nearbyOpen')} ${called}`}>
          {t('nearbyOpen')}
        </Link>
        {!isSame && (
          <Button type="link" size="small" onClick={onSame}>
            {t('nearbySame')}
          </Button>
        )}
      </div>
    </li>
  );
}
