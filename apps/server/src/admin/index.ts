/**
 * How the program stands, for whoever looks after it, and what a change of its rules would do. Reading only: what is done
 * about it is ordered by commands (of upkeep, incidents, settings and calendars), which record who, what and why.
 */
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { calendarSpoken, settingSpoken, type Identity, type SettingEdition, type Spoken } from '#libs/workflow';
import {
  ApiProblem,
  bodyOf,
  problemFrom,
  Queries,
  queried,
  readAfter,
  requestProblem,
  send,
  SESSIONS,
  type ApiRequest,
  type Sessions,
} from '#libs/workflow/nest';
import type { Composition } from '../compose.js';
import { readerOf, upkeepReader } from '../only-admins.js';
import { COMPOSITION } from '../tokens.js';
import { healthOf } from './health.js';
import { INCIDENT_STATES, incidentsPage } from './incidents.js';
import { poisonEvent, poisonPage } from './poison.js';
import { calendarsPage, preview, settingsPage } from './rules.js';
import { timersPage, WHEN, type When } from './timers.js';
import { viewsPage } from './views.js';

/** How long an answer waits for this node's view. */
const VIEW_WAIT_MS = 1_000;
/** Previews at a time; each looks at thousands of cases, for some seconds. */
const PREVIEWS_MAX = 2;

@Controller('api/admin')
class AdminController {
  #previews = 0;

  constructor(
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(COMPOSITION) private readonly node: Composition,
  ) {}

  @Get('health')
  health(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#answer(request, response, () => healthOf(this.node));
  }

  @Get('views')
  views(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#answer(request, response, () => viewsPage(this.node));
  }

  @Get('poison')
  poison(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#answer(request, response, (asker) => poisonPage(this.node, asker));
  }

  @Get('poison/:view/:position')
  event(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const { view = '', position = '' } = request.params ?? {};
    return this.#answer(request, response, async (asker) => {
      const found = await poisonEvent(this.node, asker, view, position);
      if (!found) throw requestProblem(404, 'request/no-such-path');
      return found;
    });
  }

  @Get('timers')
  @Queries('when', 'workflow', 'after')
  timers(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#answer(request, response, (asker) => {
      const when = queried(request, 'when') ?? 'late';
      if (!WHEN.includes(when as When)) throw requestProblem(400, 'request/query', { name: 'when' });
      const after = afterOf(request);
      return timersPage(this.node, asker, { when: when as When, workflow: queried(request, 'workflow'), after });
    });
  }

  @Get('incidents')
  @Queries('state', 'after')
  incidents(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#answer(request, response, (asker) => {
      const state = queried(request, 'state');
      if (state !== undefined && !INCIDENT_STATES.some((one) => one === state))
        throw requestProblem(400, 'request/query', { name: 'state' });
      return incidentsPage(this.node, asker, { state, after: afterOf(request) });
    });
  }

  @Get('settings')
  settings(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#answer(request, response, () => settingsPage(this.node), readerOf(settingSpoken.declaration));
  }

  @Get('calendars')
  calendars(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#answer(request, response, () => calendarsPage(this.node), readerOf(calendarSpoken.declaration));
  }

  /** What a change would be refused for is refused here too; what it would do is told, and nothing recorded. */
  @Post('settings/:name/preview')
  previewSetting(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#preview(request, response, async (asker, signal) => {
      const name = request.params?.['name'] ?? '';
      const form = withReason(bodyOf(request));
      await this.#wouldPass(asker, { spoken: settingSpoken, command: 'ChangeSetting', target: name, form });
      const change = form as unknown as Omit<SettingEdition, 'edition'>;
      const { value, effectiveOn, alsoOpen, subDistrict } = change;
      const own = subDistrict === undefined ? {} : { subDistrict };
      const intended = { kind: 'setting', name, value, effectiveOn, alsoOpen, ...own } as const;
      return preview(this.node, asker, intended, signal);
    });
  }

  @Post('calendars/:year/preview')
  previewCalendar(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#preview(request, response, async (asker, signal) => {
      const target = request.params?.['year'] ?? '';
      if (!/^[1-9]\d{3}$/.test(target)) throw requestProblem(404, 'request/no-such-path');
      const year = Number(target);
      const isThere = this.node.timeTables.now.years.some((one) => one.year === year);
      const form = { source: '—', ...bodyOf(request) };
      await this.#wouldPass(
        asker,
        isThere
          ? { spoken: calendarSpoken, command: 'ReviseCalendar', target, form }
          : { spoken: calendarSpoken, command: 'PublishCalendar', target: undefined, form: { ...form, year } },
      );
      const { holidays, makeUpDays } = form as unknown as { holidays: string[]; makeUpDays: string[] };
      return preview(this.node, asker, { kind: 'calendar', year, holidays, makeUpDays }, signal);
    });
  }

  async #wouldPass(
    asker: Identity,
    asked: {
      readonly spoken: Spoken;
      readonly command: string;
      readonly target: string | undefined;
      readonly form: object;
    },
  ): Promise<void> {
    const { declaration } = asked.spoken;
    const outcome = await this.node.engine.execute({
      workflow: declaration.name,
      command: asked.command,
      target: asked.target,
      form: asked.form,
      requester: { kind: 'person', id: asker.id },
      dryRun: true,
    });
    if (outcome.kind !== 'done') throw problemFrom(outcome, asked.spoken, declaration.commands[asked.command]);
  }

  async #preview(
    request: ApiRequest,
    response: ServerResponse,
    tell: (asker: Identity, signal: AbortSignal) => Promise<object>,
  ): Promise<void> {
    if (this.#previews >= PREVIEWS_MAX)
      throw new ApiProblem(429, 'request/too-many', { params: { seconds: 5 }, headers: { 'Retry-After': '5' } });
    this.#previews++;
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    response.once('close', leave);
    try {
      await this.#answer(request, response, (asker) => tell(asker, gone.signal));
    } catch (error) {
      if (!gone.signal.aborted) throw error; // whoever has gone is told nothing
    } finally {
      response.off('close', leave);
      this.#previews--;
    }
  }

  async #answer(
    request: ApiRequest,
    response: ServerResponse,
    tell: (asker: Identity) => object | Promise<object>,
    reader = upkeepReader,
  ): Promise<void> {
    const asker = await reader(this.sessions, this.node.engine, request);
    const position = readAfter(request);
    // A page about what is behind must not wait for it long, nor refuse because of it.
    if (position !== undefined) await this.node.views.waitFor(position, VIEW_WAIT_MS);
    send(request, response, { status: 200, headers: { 'Cache-Control': 'no-store' }, body: await tell(asker) });
  }
}

/** A preview is asked for before the reason is written. */
function withReason(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { reason } = body;
  return typeof reason === 'string' && reason.trim() !== '' ? body : { ...body, reason: '—' };
}

/** A moment and an id, as `next` of a page says. */
function afterOf(request: ApiRequest): string | undefined {
  const after = queried(request, 'after');
  if (after !== undefined && !/^\d{4}-[0-9T:.-]{6,20}Z~[A-Za-z0-9._%-]{1,140}$/.test(after))
    throw requestProblem(400, 'request/query', { name: 'after' });
  return after;
}

export const adminControllers = [AdminController];
