/** The views of the node that answers: how far, how big, and a rebuild with its progress while the old one serves. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { isFor } from '../../actions/steps.js';
import { useMyself } from '../../api/myself.js';
import { useDescription } from '../../api/queries.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { quantity } from '../../words/quantities.js';
import { viewsQuery, type View } from './api.js';
import { OrderBanner, type Given } from './order-banner.js';
import { Head, PlainTable } from './parts.js';
import { ReasonDialog, type Asked } from './reason-dialog.js';
import { adminTexts } from './texts.js';
import { viewWords } from './view-words.js';

export function ViewsPage() {
  const { t, say, language } = useWords(adminTexts);
  const me = useMyself();
  const description = useDescription();
  const views = useQuery(viewsQuery);
  const [asked, setAsked] = useState<Asked>();
  const [given, setGiven] = useState<Given>();
  const mayOrder = isFor(description, me, 'upkeep', 'OrderUpkeep');
  const node = views.data?.node ?? '';
  const called = (view: string) => viewWords(view, description.items, t, say);
  const ask = (view: string | undefined) => {
    const title = view === undefined ? t('rebuildAllTitle') : t('rebuildTitle', { view: called(view) ?? view });
    setAsked({
      title,
      body: t('rebuildBody', { node }),
      path: '/api/upkeep',
      form: (reason) => ({ what: 'rebuild-view', ...(view === undefined ? {} : { of: view }), node, reason }),
      done: ({ id }) => setGiven({ id, what: title }),
      give: t('rebuild'),
    });
  };
  const columns = [t('viewName'), t('viewState'), t('viewLag'), t('viewRows'), t('viewVersion'), t('viewPosition'), ''];
  const n = (value: number) => quantity(value, '', language);
  return (
    <>
      <Head title={t('pageViews')} hint={t('viewsHint')}>
        {node !== '' && <span className="muted">{t('onNode', { node })}</span>}
        {mayOrder && <Button onClick={() => ask(undefined)}>{t('rebuildAll')}</Button>}
      </Head>
      {given && <OrderBanner key={given.id} given={given} />}
      <Loaded of={views}>
        {({ items }) => (
          <PlainTable label={t('pageViews')} columns={columns}>
            {items.map((view) => (
              <tr key={view.name}>
                <th scope="row" data-label={columns[0]}>
                  {called(view.name) ?? view.name}
                  {called(view.name) !== undefined && <span className="muted view-name">{view.name}</span>}
                </th>
                <td data-label={columns[1]}>
                  <Serving view={view} />
                </td>
                <td data-label={columns[2]}>{view.behind === null ? t('unknown') : n(view.behind)}</td>
                <td data-label={columns[3]}>
                  {view.rows === null
                    ? t('unknown')
                    : view.rows.map(({ table, rows }) => (
                        <span key={table} className="view-rows" title={table}>
                          {n(rows)}
                        </span>
                      ))}
                </td>
                <td data-label={columns[4]}>
                  {view.version} / {view.generation ?? t('nothing')}
                </td>
                <td data-label={columns[5]}>{view.position === null ? t('nothing') : n(Number(view.position))}</td>
                <td className="admin-acts">
                  {mayOrder && (
                    <Button
                      size="small"
                      disabled={view.building !== null}
                      aria-label={t('rebuildTitle', { view: called(view.name) ?? view.name })}
                      onClick={() => ask(view.name)}
                    >
                      {t('rebuild')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Loaded>
      {asked && <ReasonDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Serving({ view: { name, serves, building, poison } }: { readonly view: View }) {
  const { t } = useWords(adminTexts);
  return (
    <>
      {serves && <span className="state">{t('viewServes')}</span>}{' '}
      {poison > 0 && (
        <Link to="/admin/poison" className="admin-bad">
          {t('viewPoison', { n: poison })}
        </Link>
      )}
      {building && (
        <span className="view-building">
          <span>
            {building.of === null
              ? t('viewFirst', { done: building.done })
              : t('viewBuilding', { done: building.done, of: building.of })}
          </span>
          <progress
            aria-label={t('viewProgress', { view: name })}
            {...(building.of === null ? {} : { max: Math.max(1, building.of), value: building.done })}
          />
        </span>
      )}
    </>
  );
}
