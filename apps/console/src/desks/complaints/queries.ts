/** What this desk asks of the server beside cases and lists. */
import { queryOptions } from '@tanstack/react-query';
import { read, write } from '../../api/client.js';
import type { Answers } from '../../api/types.js';

/** An earlier complaint of a telephone. */
export type Earlier = Answers['EarlierComplaint'];
/** An open complaint of the same community. */
export type Nearby = Answers['NearbyComplaint'];
/** A complaint that was dealt with and waits for a call. */
export type FollowUp = Answers['FollowUp'];

/** Digits as they are dialled within the country. */
export function dialled(phone: string): string {
  return phone.replaceAll(/[\s-]/g, '').replace(/^(\+|00)86/, '');
}

/** A mobile number, or one of the fixed network with or without its area. */
function isWhole(phone: string): boolean {
  return /^1\d{10}$|^(0\d{2,3})?[2-9]\d{6,7}$/.test(dialled(phone));
}

/** Sent, not asked for by address: a telephone stands in no address and no log. Kept no longer than the page needs it. */
export function ofPhoneQuery(phone: string) {
  const number = dialled(phone);
  return queryOptions({
    queryKey: ['of-phone', number],
    queryFn: ({ signal }) =>
      write<Answers['EarlierComplaints']>('/api/complaints/of-phone', { phone: number }, { signal }),
    enabled: isWhole(phone),
    staleTime: 30_000,
    gcTime: 60_000,
  });
}

export function nearbyQuery(community: string | undefined, category: string | undefined) {
  const asked = new URLSearchParams({ community: community ?? '', ...(category ? { category } : {}) });
  return queryOptions({
    queryKey: ['open-nearby', asked.toString()],
    queryFn: ({ signal }) =>
      read<Answers['NearbyComplaints']>(`/api/complaints/open-nearby?${asked.toString()}`, signal),
    enabled: community !== undefined,
    staleTime: 15_000,
  });
}

export const followUpsQuery = queryOptions({
  queryKey: ['follow-ups'],
  queryFn: ({ signal }) => read<Answers['FollowUps']>('/api/complaints/follow-ups', signal),
});
