/** The log of a node that people work on: one id finds all that belongs together, and nothing of what they typed is in it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { msOf, VirtualClock } from '#libs/workflow';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { Client } from './client.fixture.js';
import { logLines, type LogLine } from './log-lines.fixture.js';
import { ownFolder } from './program.fixture.js';
import { until } from '../support/until.js';

const filing = {
  source: 'window',
  category: 'facilities',
  community: 'c-nanguan-3',
  complainant: { name: '闻人素', phone: '13900004321' },
  story: '楼前污水井外溢，夜里无人处理。',
};
const acceptance = { track: 'handle', difficulty: 'simple', mediator: 'officer-nanguan-1' };

const lines = logLines('trace');
const clock = new VirtualClock('2026-11-24T01:00:00.000Z');
let folder: ReturnType<typeof ownFolder>;
let server: RunningServer;
let mediator: Client;
beforeAll(async () => {
  folder = ownFolder();
  server = await serve({
    folder: openDataFolder(join(folder.path, 'data'), { create: 'sample' }),
    config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined, host: '127.0.0.1', port: 0 },
    log: lines.log,
    clock,
  });
  mediator = await Client.signedIn(server.url, 'officer-nanguan-1');
  await until(() => server.composition.work.reactions.status().every(({ state }) => state === 'following'));
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const file = async (): Promise<string> => String((await mediator.post('/api/complaints', filing)).body['id']);
const shape = ({ msg, level, ...line }: LogLine, ...names: string[]): string =>
  [level, msg, ...names.map((name) => String(line[name]))].join(' ');

describe('one id', () => {
  it('finds a request, its command, what it recorded, when it was shown, and the timer that acts days later', async () => {
    const id = await file();
    const requestId = 'ticket-of-an-operator';
    const key = randomUUID();
    const accepted = await mediator.post(`/api/complaints/${id}/accept`, acceptance, {
      key,
      headers: { 'x-correlation-id': requestId },
    });
    expect(accepted).toMatchObject({ status: 200 });
    expect(accepted.headers.get('x-correlation-id')).toBe(requestId);
    await until(() => lines.of(key).some(({ msg }) => msg === 'shown'));
    await until(() => lines.of(key).some(({ msg }) => msg === 'request'));
    const [deadline] = accepted.body['deadlines'] as { name: string; dueAt: string }[];
    if (!deadline) throw new Error('the acceptance armed nothing');
    await clock.set(deadline.dueAt);
    await until(() => lines.of(key).some(({ msg, ...line }) => msg === 'shown' && line['type'] === 'DeadlineMissed'));
    const chain = lines.of(key);
    const told = chain.map((line) => shape(line, 'command', 'type', 'timer').replaceAll(' undefined', ''));
    expect(told).toEqual(
      expect.arrayContaining([
        '30 recorded',
        '30 command AcceptComplaint',
        '30 request',
        '20 shown ComplaintAccepted',
        '30 command MissDeadline',
        `30 a timer acted ${deadline.name}`,
        '20 shown DeadlineMissed',
      ]),
    );
    const at = (msg: string) => chain.find((line) => line.msg === msg);
    expect(at('command')).toMatchObject({
      requestId,
      commandId: key,
      outcome: 'done',
      workflow: 'complaint',
      case: id,
    });
    expect(at('request')).toMatchObject({
      requestId,
      route: '/api/complaints/:id/accept',
      method: 'POST',
      status: 200,
    });
    const events = await server.composition.store.readStream(`complaint-${id}`);
    const missed = events.find(({ envelope }) => envelope.type === 'DeadlineMissed');
    expect(missed?.envelope.correlationId).toBe(key);
    expect(chain.find((line) => line['type'] === 'DeadlineMissed')).toMatchObject({ event: missed?.envelope.id });
    expect(at('a timer acted')).toMatchObject({ case: id, lateMs: clock.now() - msOf(deadline.dueAt) });
  });

  it('finds what follows in another case', async () => {
    const [duplicate, into] = [await file(), await file()];
    const { headers, status } = await mediator.post(
      `/api/complaints/${duplicate}/merge-duplicate`,
      {
        into,
        reason: '同一事项',
      },
      { ifMatch: 1 },
    );
    expect(status).toBe(200);
    const chain = String(headers.get('x-correlation-id'));
    await until(() => lines.of(chain).some(({ msg }) => msg === 'reacted'));
    const sent = lines.of(chain).filter(({ msg }) => msg === 'command');
    expect(sent).toMatchObject([
      { command: 'MergeDuplicate', by: 'person', case: duplicate },
      { command: 'AbsorbComplaint', by: 'reaction', part: 'absorb', case: into },
    ]);
    expect(lines.of(chain).find(({ msg }) => msg === 'reacted')).toMatchObject({ reaction: 'absorb' });
  });

  it('says why a step was refused, and keeps apart what two people do at the same time', async () => {
    const [one, two] = [await file(), await file()];
    const keys = [randomUUID(), randomUUID()];
    const steps = [one, two].map((id, index) =>
      mediator.post(`/api/complaints/${id}/record-follow-up`, { answer: 'satisfied' }, { key: keys[index] ?? '' }),
    );
    await Promise.all(steps);
    for (const [index, id] of [one, two].entries()) {
      const said = (): LogLine[] => lines.of(keys[index] ?? '').filter(({ msg }) => msg === 'command');
      await until(() => said().length > 0);
      expect(said()).toHaveLength(1);
      expect(said()[0]).toMatchObject({ case: id, level: 30 });
      expect(said()[0]?.['outcome']).not.toBe('done');
    }
  });
});

describe('a right that was refused', () => {
  const refused = () => lines.all().filter(({ level, ...line }) => level === 40 && line['person'] !== undefined);

  it('leaves a warning with who, what, on which case and why, and nothing of the form', async () => {
    const id = await file();
    const auditor = await Client.signedIn(server.url, 'auditor-1');
    const story = '不得出现在日志中的内容';
    expect((await auditor.post(`/api/complaints/${id}/comment?dryRun=1`, { text: story })).status).toBe(403);
    expect((await auditor.post(`/api/complaints/${id}/comment`, { text: story })).status).toBe(403);
    await until(() => refused().length > 0);
    expect(refused()).toHaveLength(1);
    expect(refused()[0]).toMatchObject({
      msg: 'command',
      person: 'auditor-1',
      workflow: 'complaint',
      command: 'Comment',
      case: id,
      outcome: 'forbidden',
      code: 'command/not-your-role',
    });
    expect(lines.text()).not.toContain(story);
  });

  it('leaves one where it was a page, by its route', async () => {
    expect((await mediator.get('/api/admin/health?any=13900004321')).status).toBeGreaterThanOrEqual(400);
    expect((await mediator.get('/api/admin/health')).status).toBe(403);
    await until(() => refused().some((line) => line['refused'] !== undefined));
    expect(refused().find((line) => line['refused'] !== undefined)).toMatchObject({
      refused: 'request/upkeep-only',
      person: 'officer-nanguan-1',
      method: 'GET',
      route: '/api/admin/health',
    });
  });
});

describe('the log', () => {
  it('holds no story, no name, no telephone number and no cookie, at its most talkative', async () => {
    await mediator.post('/api/complaints', { ...filing, complainant: { phone: filing.complainant.phone } });
    await mediator.post(`/api/complaints/${filing.complainant.phone}/accept`, acceptance);
    const stranger = { person: filing.complainant.phone, name: '某人', organisation: '某处' };
    expect((await mediator.post('/api/people', stranger)).status).toBe(403);
    await mediator.get(`/api/complaints?q=${encodeURIComponent(filing.complainant.name)}`);
    await until(() => lines.all().some((line) => line.msg === 'request' && line['route'] === '/api/complaints'));
    const cookie = mediator.cookie.split('=')[1] ?? '';
    expect(cookie.length).toBeGreaterThan(20);
    for (const secret of [filing.story, filing.complainant.name, filing.complainant.phone, cookie])
      expect(lines.text()).not.toContain(secret);
    expect(lines.text()).toContain('ComplaintFiled');
  });
});
