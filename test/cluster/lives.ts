/** Lives of complaints as the two stations lead them: handled to their end, merged as duplicates, or left until they are late. */
import type { Met } from './visitor.js';
import { Visitor } from './visitor.js';

/** A deadline of one minute, so that some fall due while the machines fail. */
const ACCEPT_WITHIN = { unit: 'minutes', count: 1 } as const;
const ACCEPT_MS = 60_000;
/** So long after its filing a complaint that nobody accepts is late. */
const LATE_AFTER_MS = { least: 2_000, most: 12_000 };

const STATIONS = [
  { person: 'officer-nanguan-1', community: 'c-nanguan-1' },
  { person: 'officer-nanguan-2', community: 'c-nanguan-2' },
  { person: 'officer-beixia-1', community: 'c-beixia-1' },
  { person: 'officer-beixia-2', community: 'c-beixia-2' },
] as const;

/** Gives the admin's word that complaints are to be accepted within a minute. */
export async function shortenAcceptance(door: string, met: Met): Promise<void> {
  const admin = new Visitor(door, 'admin-1', met);
  await admin.act('/api/settings/complaint.accept/change', {
    value: ACCEPT_WITHIN,
    effectiveOn: today(),
    alsoOpen: false,
    reason: '演练',
  });
}

/** One person at work until the moment has come. */
export async function work(door: string, which: number, untilMs: number, met: Met): Promise<void> {
  const { person, community } = STATIONS[which % STATIONS.length] ?? STATIONS[0];
  const visitor = new Visitor(door, person, met);
  const filing = {
    source: 'window',
    category: 'facilities',
    community,
    complainant: { name: '演练', phone: '13900000000' },
    story: '演练用，可忽略。',
  };
  const lives = [handled, left, merged, left];
  for (let turn = which; performance.now() < untilMs; turn++) await lives[turn % lives.length]?.();

  /** Filed, accepted, handled, and closed by the follow-up. */
  async function handled(): Promise<void> {
    const id = await file(0);
    if (id === undefined) return;
    await accept(id);
    await visitor.act(`/api/complaints/${id}/record-handling`, {
      handledOn: today(),
      measures: '已修复',
      owedBy: 'company',
      outcome: 'solved',
      reply: '已修复，请留意。',
    });
    await visitor.act(`/api/complaints/${id}/record-follow-up`, { answer: 'satisfied' });
  }

  /** Filed and forgotten: its first deadline falls due in some seconds. */
  async function left(): Promise<void> {
    const { least, most } = LATE_AFTER_MS;
    await file(ACCEPT_MS - least - Math.random() * (most - least));
  }

  /** Told twice: the second is merged into the first, which then absorbs it. */
  async function merged(): Promise<void> {
    const [into, id] = [await file(0), await file(0)];
    if (into === undefined || id === undefined) return;
    await accept(id);
    await visitor.act(`/api/complaints/${id}/merge-duplicate`, { into, reason: '同一事项' });
  }

  async function file(agoMs: number): Promise<string | undefined> {
    const more = agoMs > 0 ? { occurredAt: new Date(Date.now() - agoMs).toISOString() } : {};
    const filed = await visitor.act('/api/complaints', { ...filing, ...more });
    if (filed) await visitor.find(filed, '/api/complaints?limit=100');
    return filed?.id;
  }

  async function accept(id: string): Promise<void> {
    await visitor.act(`/api/complaints/${id}/accept`, { track: 'handle', difficulty: 'simple', mediator: person });
  }
}

/** The day in Beijing. */
function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
