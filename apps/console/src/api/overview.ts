/** The numbers of a workflow. */
import { queryOptions } from '@tanstack/react-query';
import { read } from './client.js';
import type { Answers } from './types.js';

/** `onTimeShare` in hundredths of a percent; nothing where too few ended to say. */
export type Counted = Answers['Counted'];
export type TallyRow = Answers['TallyRow'];
export type Tally = Answers['Tally'];

interface TallyAsked {
  readonly workflow: string;
  readonly by: readonly string[];
  readonly state?: string | undefined;
  readonly subDistrict?: string | undefined;
}

export function overviewQuery({ workflow, by, state, subDistrict }: TallyAsked) {
  const asked = new URLSearchParams({
    workflow,
    by: by.join(','),
    ...(state ? { state } : {}),
    ...(subDistrict ? { subDistrict } : {}),
  }).toString();
  return queryOptions({
    queryKey: ['overview', asked],
    queryFn: ({ signal }) => read<Tally>(`/api/overview?${asked}`, signal),
    refetchOnWindowFocus: false,
  });
}
