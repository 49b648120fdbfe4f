/** How an order that was given here goes: under way until the node has recorded its end. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../words/language.js';
import { orderQuery, refreshAdmin, type Order } from './api.js';
import type { TextOf } from './setting-words.js';
import { adminTexts } from './texts.js';

const SAID = {
  ordered: ['orderUnderWay', 'info'],
  done: ['orderDone', 'success'],
  failed: ['orderFailed', 'error'],
  cancelled: ['orderCancelled', 'warning'],
} as const;

export interface Given {
  readonly id: string;
  /** As the dialog called it. */
  readonly what: string;
}

export function OrderBanner({ given: { id, what } }: { readonly given: Given }) {
  const { t } = useWords(adminTexts);
  const queries = useQueryClient();
  const order = useQuery(orderQuery(id));
  const state = order.data?.state ?? 'ordered';
  useEffect(() => {
    if (state !== 'ordered') void refreshAdmin(queries);
  }, [state, queries]);
  const [key, type] = state in SAID ? SAID[state as keyof typeof SAID] : SAID.ordered;
  return (
    <div role="status" className="admin-banner">
      <Alert
        type={type}
        showIcon
        title={t(key, { what })}
        description={
          <>
            {order.data && (order.data.error ?? outcomeWords(order.data, t))}{' '}
            <Link to={`/upkeep/${id}`}>{t('orderRecord')}</Link>
          </>
        }
      />
    </div>
  );
}

/** What a node recorded of its work, in the reader's language. */
function outcomeWords({ same = [], changed = [], setAside, timersDue, note = '' }: Order, t: TextOf): string {
  const told = [
    ...same.map((view) => t('noteSame', { view })),
    ...changed.map((view) => t('noteChanged', { view })),
    ...(setAside === undefined ? [] : [t('noteAside', { n: setAside })]),
    ...(timersDue === undefined ? [] : [t('noteDue', { n: timersDue })]),
  ];
  return told.join('；') || note;
}
