/** Events that a view could not take: which, where, why, as they are recorded; and trying again, which is a rebuild. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { isFor } from '../../actions/steps.js';
import { useMyself } from '../../api/myself.js';
import { useDescription } from '../../api/queries.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { poisonEventQuery, poisonQuery, type Poison } from './api.js';
import { OrderBanner, type Given } from './order-banner.js';
import { At, CaseLink, Fact, Head, Nothing } from './parts.js';
import { ReasonDialog, type Asked } from './reason-dialog.js';
import { adminTexts } from './texts.js';

export function PoisonPage() {
  const { t } = useWords(adminTexts);
  const me = useMyself();
  const description = useDescription();
  const poison = useQuery(poisonQuery);
  const [asked, setAsked] = useState<Asked>();
  const [given, setGiven] = useState<Given>();
  const mayOrder = isFor(description, me, 'upkeep', 'OrderUpkeep');
  const ask = (view: string) => {
    const title = t('rebuildTitle', { view });
    setAsked({
      title,
      body: t('tryAgainBody', { view }),
      path: '/api/upkeep',
      form: (reason) => ({ what: 'rebuild-view', of: view, node: poison.data?.node ?? '', reason }),
      done: ({ id }) => setGiven({ id, what: title }),
      give: t('tryAgain'),
    });
  };
  return (
    <>
      <Head title={t('pagePoison')} hint={t('poisonHint')} />
      {given && <OrderBanner key={given.id} given={given} />}
      <Loaded of={poison}>
        {({ items, total }) =>
          items.length === 0 ? (
            <Nothing>{t('poisonNone')}</Nothing>
          ) : (
            <>
              <p className="muted">{t('shownOf', { shown: items.length, total })}</p>
              <ul className="admin-cards">
                {items.map((one) => (
                  <OnePoison
                    key={`${one.projection} ${one.position}`}
                    one={one}
                    onTryAgain={mayOrder ? () => ask(one.projection) : undefined}
                  />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {asked && <ReasonDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface OneProps {
  readonly one: Poison;
  readonly onTryAgain: (() => void) | undefined;
}

function OnePoison({ one, onTryAgain }: OneProps) {
  const { t, say } = useWords(adminTexts);
  const { items } = useDescription();
  const [open, setOpen] = useState(false);
  const id = useId();
  const workflow = items.find(({ name }) => name === one.case.workflow);
  const called = say(workflow?.events[one.type ?? '']?.words, one.type ?? t('unknown'));
  return (
    <li className="panel admin-card">
      <h2>
        {called} <span className="muted">{one.type}</span>
      </h2>
      <dl className="admin-facts">
        <Fact label={t('poisonView')}>{one.projection}</Fact>
        <Fact label={t('poisonError')}>
          <span className="admin-bad">{one.error}</span>
        </Fact>
        <Fact label={t('timerCase')}>
          <CaseLink of={one.case} />
        </Fact>
        <Fact label={t('poisonStream')}>
          <code>{one.stream}</code>
        </Fact>
        <Fact label={t('poisonPosition')}>{Number(one.position)}</Fact>
        <Fact label={t('poisonAt')}>
          <At at={one.at} />
        </Fact>
      </dl>
      <p className="admin-acts">
        {onTryAgain && <Button onClick={onTryAgain}>{t('tryAgain')}</Button>}
        <Button type="link" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? t('rawHide') : t('poisonRaw')}
        </Button>
      </p>
      <div id={id}>{open && <Raw one={one} />}</div>
    </li>
  );
}

function Raw({ one }: { readonly one: Poison }) {
  const { t } = useWords(adminTexts);
  const event = useQuery(poisonEventQuery(one.projection, one.position));
  return (
    <Loaded of={event}>
      {(data) => (
        <>
          <p className="muted">{t('poisonRawHint')}</p>
          <pre className="admin-raw" tabIndex={0} aria-label={t('poisonRaw')}>
            {JSON.stringify(data.event, null, 2)}
          </pre>
        </>
      )}
    </Loaded>
  );
}
