/** An answer that is waited for: what it says, or why it did not come and what to do; never a page that waits for ever. */
import { Skeleton } from 'antd';
import type { ComponentType, ReactNode } from 'react';
import { Trouble } from './trouble.js';

/** Of a query, or of what is made of several. */
export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface NotYetProps {
  readonly of: Asked<unknown>;
  /** What stands there until then. */
  readonly awaited?: ReactNode;
  /** Stands there where it did not come. */
  readonly trouble?: ComponentType<{ readonly error: Error; readonly onRetry: () => void }>;
}

/** In the place of what is not there. */
export function NotYet({ of, awaited, trouble: Failed = Trouble }: NotYetProps) {
  if (of.error) return <Failed error={of.error} onRetry={() => void of.refetch()} />;
  return <>{awaited ?? <Skeleton active paragraph={{ rows: 6 }} />}</>;
}

interface LoadedProps<T> extends NotYetProps {
  readonly of: Asked<T>;
  readonly children: (data: T) => ReactNode;
}

/** What was read stays on the screen while it cannot be read again. */
export function Loaded<T>({ children, ...rest }: LoadedProps<T>) {
  const { data } = rest.of;
  return data === undefined ? <NotYet {...rest} /> : <>{children(data)}</>;
}
