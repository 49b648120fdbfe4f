/** What a change would do to open cases, told by the server before anything is recorded: what moves, from when to when, and what stays. */
import { Alert } from 'antd';
import { useDescription } from '../../api/queries.js';
import { serverNow } from '../../live/clock.js';
import { useWords } from '../../words/language.js';
import { howMany } from '../../words/how-many.js';
import { DAY_MS, dayWords, dueExact, endsDay, exact, lastDay } from '../../words/times.js';
import type { Foretold } from './api.js';
import { CaseLink, PlainTable } from './parts.js';
import { adminTexts } from './texts.js';

type Key = keyof typeof adminTexts;
const HOUR_MS = 3_600_000;

export function ForetoldPart({ foretold }: { readonly foretold: Foretold }) {
  const { t, language } = useWords(adminTexts);
  const { moves, cases, stays, moved, stayed, complete, looked } = foretold;
  const isNow = Date.parse(foretold.at) <= serverNow();
  return (
    <section className="foretold" aria-labelledby="foretold" aria-live="polite">
      <h3 id="foretold">{t('foretold')}</h3>
      <p>
        <strong>{moves > 0 ? t('foretoldMoves', { moves, cases }) : t('foretoldNothing')}</strong>{' '}
        <span className="muted">
          {isNow ? t('foretoldNow') : t('foretoldAt', { when: exact(foretold.at, language) })}
        </span>
      </p>
      {!complete && <Alert type="warning" showIcon title={t('foretoldIncomplete', { n: looked })} />}
      {moved.length > 0 && <Moved moved={moved} total={moves} />}
      {Object.values(stays).some((n) => n > 0) && (
        <details>
          <summary>
            {t('foretoldStay')}{' '}
            <span className="tab-count">{howMany(Object.values(stays).reduce((sum, n) => sum + n, 0))}</span>
          </summary>
          <ul className="foretold-stays">
            {Object.entries(stays)
              .filter(([, n]) => n > 0)
              .map(([because, n]) => (
                <li key={because}>{t(`stay-${because}` as Key, { n })}</li>
              ))}
          </ul>
          <Stayed stayed={stayed} />
        </details>
      )}
    </section>
  );
}

function Moved({ moved, total }: { readonly moved: Foretold['moved']; readonly total: number }) {
  const { t } = useWords(adminTexts);
  const columns = [t('timerCase'), t('timerName'), t('moveFrom'), t('moveTo'), t('moveBy')];
  return (
    <>
      {moved.length < total && <p className="muted">{t('foretoldFirst', { n: moved.length })}</p>}
      <PlainTable label={t('foretold')} columns={columns}>
        {moved.map((one) => (
          <tr key={`${one.case.id} ${one.name}`}>
            <td data-label={columns[0]}>
              <CaseLink of={one.case} />
            </td>
            <td data-label={columns[1]}>
              <DeadlineName workflow={one.case.workflow} name={one.name} />
            </td>
            <td data-label={columns[2]}>
              <Due at={one.from} />
            </td>
            <td data-label={columns[3]}>
              <Due at={one.to} />
            </td>
            <td data-label={columns[4]}>
              <Difference ms={Date.parse(one.to) - Date.parse(one.from)} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </>
  );
}

function Stayed({ stayed }: { readonly stayed: Foretold['stayed'] }) {
  const { t } = useWords(adminTexts);
  const columns = [t('timerCase'), t('timerName'), t('moveFrom'), t('stayWhy')];
  if (stayed.length === 0) return null;
  return (
    <PlainTable label={t('foretoldStay')} columns={columns}>
      {stayed.map((one) => (
        <tr key={`${one.case.id} ${one.name}`}>
          <td data-label={columns[0]}>
            <CaseLink of={one.case} />
          </td>
          <td data-label={columns[1]}>
            <DeadlineName workflow={one.case.workflow} name={one.name} />
          </td>
          <td data-label={columns[2]}>
            <Due at={one.from} />
          </td>
          <td data-label={columns[3]}>{t(`why-${one.because}` as Key)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}

function DeadlineName({ workflow, name }: { readonly workflow: string; readonly name: string }) {
  const { say } = useWords();
  const { items } = useDescription();
  return <>{say(items.find((one) => one.name === workflow)?.deadlines[name]?.words, name)}</>;
}

/** A deadline that ends with a day is called by that day. */
function Due({ at }: { readonly at: string }) {
  const { language } = useWords();
  return (
    <time dateTime={at} title={dueExact(at, language)}>
      {endsDay(at) ? dayWords(lastDay(at), language) : exact(at, language)}
    </time>
  );
}

function Difference({ ms }: { readonly ms: number }) {
  const { t } = useWords(adminTexts);
  const size = Math.abs(ms);
  if (size < DAY_MS) return <>{t(ms > 0 ? 'moveLaterHours' : 'moveEarlierHours', { n: Math.round(size / HOUR_MS) })}</>;
  return <>{t(ms > 0 ? 'moveLater' : 'moveEarlier', { n: Math.round(size / DAY_MS) })}</>;
}
