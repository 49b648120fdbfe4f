/** What this desk asks of the server beside cases and lists. */
import { queryOptions } from '@tanstack/react-query';
import { read, write } from '../../api/client.js';
import type { Deadline, Late, Listed } from '../../api/types.js';

/** An earlier complaint of a telephone. */
export interface Earlier {
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
  readonly openedAt: string;
  readonly name: string | null;
  readonly category?: string;
  readonly community?: string;
  readonly place?: string;
}

/** An open complaint of the same community. */
export interface Nearby {
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
  readonly openedAt: string;
  readonly category?: string;
  readonly place?: string;
  readonly story?: unknown;
  readonly mediator?: string;
}

/** A complaint that was dealt with and waits for a call. */
export interface FollowUp {
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
  readonly jurisdiction: string;
  readonly revision: number;
  readonly version: number;
  readonly openedAt: string;
  readonly deadlines: readonly Deadline[];
  readonly late: readonly Late[];
  readonly attempts: number;
  readonly attemptsMax: number;
  readonly [field: string]: unknown;
}

/** Digits as they are dialled within the country. */
export function dialled(phone: string): string {
  return phone.replaceAll(/[\s-]/g, '').replace(/^(\+|00)86/, '');
}

/** A mobile number, or one of the fixed network with or without its area. */
export function isWhole(phone: string): boolean {
  return /^1\d{10}$|^(0\d{2,3})?[2-9]\d{6,7}$/.test(dialled(phone));
}

/** Sent, not asked for by address: a telephone stands in no address and no log. Kept no longer than the page needs it. */
export function ofPhoneQuery(phone: string) {
  const number = dialled(phone);
  return queryOptions({
    queryKey: ['of-phone', number],
    queryFn: ({ signal }) => write<Listed<Earlier>>('/api/complaints/of-phone', { phone: number }, { signal }),
    enabled: isWhole(phone),
    staleTime: 30_000,
    gcTime: 60_000,
  });
}

export function nearbyQuery(community: string | undefined, category: string | undefined) {
  const asked = new URLSearchParams({ community: community ?? '', ...(category ? { category } : {}) });
  return queryOptions({
    queryKey: ['open-nearby', asked.toString()],
    queryFn: ({ signal }) => read<Listed<Nearby>>(`/api/complaints/open-nearby?${asked.toString()}`, signal),
    enabled: community !== undefined,
    staleTime: 15_000,
  });
}

export const followUpsQuery = queryOptions({
  queryKey: ['follow-ups'],
  queryFn: ({ signal }) =>
    read<Listed<FollowUp> & { readonly complete: boolean }>('/api/complaints/follow-ups', signal),
});
