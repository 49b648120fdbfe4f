/** Who this telephone belongs to, as far as they have complained here before: one press fills in what is known. */
import { PhoneOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useDeferredValue } from 'react';
import { Link } from 'react-router';
import type { Workflow } from '../../api/types.js';
import { Reference } from '../../list/reference.js';
import { StateTag } from '../../list/state-tag.js';
import { Value } from '../../list/value.js';
import { useNow } from '../../live/clock.js';
import { useWords } from '../../words/language.js';
import { agoWords } from '../../words/times.js';
import { ofPhoneQuery, type Earlier } from './queries.js';
import { stationTexts } from './texts.js';

const SHOWN_MAX = 3;

interface KnownCallerProps {
  readonly workflow: Workflow;
  readonly phone: string;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly onKnown: (one: Earlier) => void;
}

export function KnownCaller({ workflow, phone, name, isDisabled, onKnown }: KnownCallerProps) {
  const { t, language } = useWords(stationTexts);
  const now = useNow();
  const found = useQuery(ofPhoneQuery(useDeferredValue(phone)));
  const earlier = found.data?.items ?? [];
  // The newest complaint of each name: households share a telephone.
  const people = earlier.filter(
    (one, at) => one.name !== null && earlier.findIndex((other) => other.name === one.name) === at,
  );
  const offered = people.filter((one) => one.name !== name.trim());
  return (
    <div className="known" role="status">
      {earlier.length > 0 && (
        <>
          <p className="known-title">
            <PhoneOutlined aria-hidden="true" /> {t('knownTitle', { n: found.data?.total ?? 0 })}
          </p>
          <div className="known-people">
            {offered.map((one) => (
              <Button key={one.id} data-walk="" disabled={isDisabled} onClick={() => onKnown(one)}>
                {t('knownSame', { name: one.name ?? '' })}
              </Button>
            ))}
          </div>
          <ul className="known-cases">
            {earlier.slice(0, SHOWN_MAX).map((one) => (
              <li key={one.id}>
                <Link to={`/${workflow.path}/${encodeURIComponent(one.id)}`}>{one.number ?? t('unnumbered')}</Link>
                <StateTag workflow={workflow} state={one.state} />
                <span>{one.community !== undefined && <Reference to="community" id={one.community} />}</span>
                <Value value={one.category} field={workflow.fields['category']} />
                <span className="muted">{agoWords(one.openedAt, now, language)}</span>
              </li>
            ))}
          </ul>
          {(found.data?.total ?? 0) > SHOWN_MAX && <p className="muted">{t('knownMore', { shown: SHOWN_MAX })}</p>}
        </>
      )}
      {earlier.length === 0 && found.isFetching && <span className="muted">{t('loading')}</span>}
    </div>
  );
}
