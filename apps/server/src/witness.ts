/**
 * What an auditor reads is itself recorded, durably before it is answered. It stands before every route of the API, also
 * of those to come, so that no way of reading goes round it; what cannot be recorded is not answered.
 */
import type { ServerResponse } from 'node:http';
import { ReadingNotRecorded, type ReadingRecorder } from '#libs/readings';
import { StoreUnavailable } from '#libs/event-store';
import type { Identities } from '#libs/workflow';
import { ApiProblem, type ApiRequest, type Sessions } from '#libs/workflow/nest';

/** The role whose reading is recorded (DOMAIN "Roles"). */
const AUDITOR = 'auditor';

/** The same for everybody, or about whoever asks: signing in and out, the description of the program. */
const NOBODYS_DATA = /^\/api\/(?:session(?:\/people)?|workflows|openapi\.json|docs(?:\/[^/]*)?)\/?$/i;

export interface WitnessOptions {
  readonly sessions: Sessions;
  readonly identities: Identities;
  readonly recorder: Pick<ReadingRecorder, 'record'>;
  /** First words of addresses that may stand in an event as they are; any other is called `other`. */
  readonly kinds: ReadonlySet<string>;
}

/** Middleware; what it refuses goes to the problem filter. */
export function witness(options: WitnessOptions) {
  return (request: ApiRequest & { originalUrl?: string }, _response: ServerResponse, next: (e?: unknown) => void) => {
    const address = request.originalUrl ?? request.url ?? '';
    const path = address.split('?', 1)[0] ?? '';
    if (NOBODYS_DATA.test(path)) return next();
    witnessed(options, request, address, path).then(() => next(), next);
  };
}

async function witnessed(
  { sessions, identities, recorder, kinds }: WitnessOptions,
  request: ApiRequest,
  address: string,
  path: string,
): Promise<void> {
  const person = await sessions.personOf(request);
  if (person === undefined) return;
  // Routes ask again who this is, and by then they would hear the same.
  request.signedInAs = person;
  const identity = await identities.find(person, 'seen');
  if (!identity?.active || !identity.grants.some(({ role }) => role === AUDITOR)) return;
  const word = path.split('/')[2] ?? '';
  const { method = '' } = request;
  try {
    await recorder.record(person, {
      kind: kinds.has(word) ? word : 'other',
      address: `${method} ${address}`,
      reads: method === 'GET' || method === 'HEAD',
    });
  } catch (error) {
    if (!(error instanceof ReadingNotRecorded || error instanceof StoreUnavailable)) throw error;
    throw new ApiProblem(503, 'request/reading-not-recorded', { headers: { 'Retry-After': '1' }, cause: error });
  }
}
