/** An answer that is waited for: what it says, or why it did not come and what to do; never a page that waits for ever. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ComponentType, ReactNode } from 'react';
import { Trouble } from './trouble.js';

interface LoadedProps<T> {
  readonly of: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly children: (data: T) => ReactNode;
  /** What stands there until then. */
  readonly awaited?: ReactNode;
  /** Stands there where it did not come. */
  readonly trouble?: ComponentType<{ readonly error: Error; readonly onRetry: () => void }>;
}

/** What was read stays on the screen while it cannot be read again. */
export function Loaded<T>({ of, children, awaited, trouble: Failed = Trouble }: LoadedProps<T>) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Failed error={of.error} onRetry={() => void of.refetch()} />;
  return <>{awaited ?? <Skeleton active paragraph={{ rows: 6 }} />}</>;
}
