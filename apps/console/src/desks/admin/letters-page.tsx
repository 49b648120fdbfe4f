/** Looks that failed too often and are tried no more, where a queue is used. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { ApiError } from '../../api/client.js';
import { isFor } from '../../actions/steps.js';
import { useMyself } from '../../api/myself.js';
import { useDescription } from '../../api/queries.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { healthQuery, lettersQuery, type Letter } from './api.js';
import { OrderBanner, type Given } from './order-banner.js';
import { At, Head, Nothing, PlainTable } from './parts.js';
import { ReasonDialog, type Asked } from './reason-dialog.js';
import { adminTexts } from './texts.js';

export function LettersPage() {
  const { t, say } = useWords(adminTexts);
  const me = useMyself();
  const description = useDescription();
  const health = useQuery(healthQuery);
  const hasRedis = health.data !== undefined && health.data.redis !== null;
  const letters = useQuery({ ...lettersQuery, enabled: hasRedis });
  const [asked, setAsked] = useState<Asked>();
  const [given, setGiven] = useState<Given>();
  const mayOrder = isFor(description, me, 'upkeep', 'OrderUpkeep');
  const nameOf = ({ of }: Letter): string => {
    if (typeof of === 'string') return of;
    const workflow = description.items.find(({ name }) => name === of.workflow);
    return `${say(workflow?.words.one, of.workflow)} · ${say(workflow?.deadlines[of.name]?.words, of.name)}`;
  };
  const ask = (letter: Letter, how: 'retry' | 'drop') => {
    const title = how === 'retry' ? t('letterRetryTitle') : t('letterDropTitle');
    setAsked({
      title,
      body: t(how === 'retry' ? 'letterRetryBody' : 'letterDropBody', { what: nameOf(letter) }),
      path: '/api/upkeep',
      form: (reason) => ({ what: `${how}-letter`, of: letter.key, node: health.data?.node.name ?? '', reason }),
      done: ({ id }) => setGiven({ id, what: title }),
      give: how === 'retry' ? t('retryNow') : t('drop'),
    });
  };
  const columns = [t('letterWhat'), t('letterAttempts'), t('letterFailed'), t('letterError'), ''];
  // Whoever only looks is not shown single letters.
  const isHidden = letters.error instanceof ApiError && letters.error.problem.status === 403;
  return (
    <>
      <Head title={t('pageLetters')} hint={t('lettersHint')}>
        {hasRedis && mayOrder && (
          <a href="/admin/queues" target="_blank" rel="noreferrer">
            {t('queues')}
          </a>
        )}
      </Head>
      {given && <OrderBanner key={given.id} given={given} />}
      {health.data && !hasRedis && <Nothing>{t('lettersNoRedis')}</Nothing>}
      {isHidden && <Nothing>{t('readOnly')}</Nothing>}
      {(health.data === undefined || (hasRedis && !isHidden)) && (
        <Loaded of={letters}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing>{t('lettersNone')}</Nothing>
            ) : (
              <PlainTable label={t('pageLetters')} columns={columns}>
                {items.map((letter) => (
                  <tr key={letter.key}>
                    <td data-label={columns[0]}>{nameOf(letter)}</td>
                    <td data-label={columns[1]}>{letter.attempts}</td>
                    <td data-label={columns[2]}>
                      <At at={letter.failedAt} />
                    </td>
                    <td data-label={columns[3]}>{letter.error}</td>
                    <td className="admin-acts">
                      {mayOrder && (
                        <>
                          <Button size="small" onClick={() => ask(letter, 'retry')}>
                            {t('retryNow')}
                          </Button>
                          <Button size="small" onClick={() => ask(letter, 'drop')}>
                            {t('drop')}
                          </Button>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </PlainTable>
            )
          }
        </Loaded>
      )}
      {asked && <ReasonDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
