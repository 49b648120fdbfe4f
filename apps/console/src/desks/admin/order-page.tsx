/** Ordering upkeep: the form that is drawn from the declaration, with the nodes there are to choose from. */
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useMemo } from 'react';
import { NewCasePage } from '../../case/new-case-page.js';
import type { BeginPartProps } from '../../case/parts.js';
import { healthQuery } from './api.js';
import { withNodes } from './with-nodes.js';

export function OrderPage({ workflow, me }: BeginPartProps) {
  const health = useQuery(healthQuery);
  // Read again every few seconds: the form is another only when the nodes are others.
  const names = (health.data?.nodes ?? []).map(({ name }) => name).join('\n');
  const offered = useMemo(() => withNodes(workflow, names === '' ? [] : names.split('\n')), [workflow, names]);
  return health.isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : <NewCasePage workflow={offered} me={me} />;
}
