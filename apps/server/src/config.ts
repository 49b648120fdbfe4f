/**
 * What a start is told: flags before variables before defaults. Everything is checked by name at once; a variable that
 * nobody reads is refused, because a misspelt one would silently mean the default.
 */
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { masterKeyFrom } from '#libs/sealed';
import type { Pair } from '#libs/workflow';
import { StartRefused } from './start-refused.js';

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** What a process does: everything, only answering over HTTP, or only timers and reactions. */
export const ROLES = ['all', 'api', 'worker'] as const;

export interface Config {
  /** The data folder. */
  readonly data: string;
  /** 0–65535; 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  readonly role: (typeof ROLES)[number];
  /** A KurrentDB or EventStoreDB connection string; absent: the SQLite file of the data folder. */
  readonly eventStore: string | undefined;
  /** Of the timetable; absent: due work runs in the process itself. */
  readonly redisUrl: string | undefined;
  /** What the names of our streams begin with on a shared server. */
  readonly streamPrefix: string;
  readonly nodeName: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Of what the program itself says; answers over HTTP follow the caller. */
  readonly language: 'zh-CN' | 'en';
  readonly masterKey: string | undefined;
  /** Of people, under way at once on this node; those beyond are answered 503. */
  readonly commandsMax: number;
  /** Of people, under way at once for one case; those beyond are answered 429. */
  readonly caseCommandsMax: number;
}

interface Setting<T> {
  readonly variable: string;
  readonly flag?: string;
  readonly is: Pair;
  readonly otherwise: () => T;
  /** Nothing where the text is not what `is` says. */
  readonly parse: (text: string) => T | undefined;
}

const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (text: string): T | undefined =>
    allowed.find((one) => one === text);

const some = (text: string): string | undefined => (text.trim() === '' ? undefined : text);

const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

const count =
  (most: number) =>
  (text: string): number | undefined =>
    /^[1-9]\d{0,5}$/.test(text) && Number(text) <= most ? Number(text) : undefined;

const settings = {
  data: {
    variable: 'LINLI_DATA',
    flag: 'data',
    is: ['目录的路径', 'the path of a folder'],
    otherwise: () => './data',
    parse: some,
  },
  port: {
    variable: 'LINLI_PORT',
    flag: 'port',
    is: ['0 到 65535 的整数', 'a whole number from 0 to 65535'],
    otherwise: () => 3000,
    parse: (text: string) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
  },
  host: {
    variable: 'LINLI_HOST',
    flag: 'host',
    is: ['本机的地址或名称', 'an address or name of this machine'],
    otherwise: () => '127.0.0.1',
    parse: matching(/^[A-Za-z0-9.:_-]{1,253}$/),
  },
  role: {
    variable: 'LINLI_ROLE',
    flag: 'role',
    is: [`${ROLES.join('、')} 之一`, `one of ${ROLES.join(', ')}`],
    otherwise: () => 'all' as const,
    parse: oneOf(...ROLES),
  },
  eventStore: {
    variable: 'LINLI_EVENT_STORE',
    is: [
      '“sqlite”，或以 kurrentdb://、kurrentdb+discover://、esdb://、esdb+discover:// 开头的地址',
      '"sqlite", or an address that begins with kurrentdb://, kurrentdb+discover://, esdb:// or esdb+discover://',
    ],
    otherwise: () => undefined,
    parse: (text: string) => (text === 'sqlite' ? '' : matching(/^(kurrentdb|esdb|kdb)(\+discover)?:\/\/\S+$/)(text)),
  },
  redisUrl: {
    variable: 'LINLI_REDIS_URL',
    is: [
      '形如 redis://host:6379/0 或 rediss://user:password@host:6379 的地址',
      'an address like redis://host:6379/0 or rediss://user:password@host:6379',
    ],
    otherwise: () => undefined,
    parse: (text: string) => (isRedisUrl(text) ? text : undefined),
  },
  streamPrefix: {
    variable: 'LINLI_STREAM_PREFIX',
    is: [
      '至多 40 个小写字母、数字、“.”或“-”，以字母开头，以“.”结尾',
      'up to 40 lower-case letters, digits, "." or "-", beginning with a letter and ending in "."',
    ],
    otherwise: () => 'linli.',
    // As the event store takes it.
    parse: matching(/^[a-z][a-z0-9.-]{0,38}\.$/),
  },
  nodeName: {
    variable: 'LINLI_NODE_NAME',
    is: ['至多 60 个字母、数字、“.”、“_”或“-”', 'up to 60 letters, digits, ".", "_" or "-"'],
    otherwise: () => hostname().replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'node',
    parse: matching(/^[A-Za-z0-9._-]{1,60}$/),
  },
  logLevel: {
    variable: 'LINLI_LOG_LEVEL',
    is: [`${LOG_LEVELS.join('、')} 之一`, `one of ${LOG_LEVELS.join(', ')}`],
    otherwise: () => 'warn' as const,
    parse: oneOf(...LOG_LEVELS),
  },
  language: {
    variable: 'LINLI_LANGUAGE',
    is: ['zh-CN 或 en', 'zh-CN or en'],
    otherwise: () => 'en' as const,
    parse: oneOf('zh-CN', 'en'),
  },
  masterKey: {
    variable: 'LINLI_MASTER_KEY',
    is: ['32 字节，写作 64 位十六进制数或 base64url', '32 bytes, written as 64 hex digits or as base64url'],
    otherwise: () => undefined,
    parse: (text: string) => (isMasterKey(text) ? text : undefined),
  },
  commandsMax: {
    variable: 'LINLI_COMMANDS_MAX',
    is: [
      '1 到 100000 的整数：本节点同时办理的操作数（1000），超出的请对方稍后再试（503）',
      "a whole number from 1 to 100000: people's commands under way at once on this node (1000); those beyond are told to try again (503)",
    ],
    otherwise: () => 1_000,
    parse: count(100_000),
  },
  caseCommandsMax: {
    variable: 'LINLI_CASE_COMMANDS_MAX',
    is: [
      '1 到 10000 的整数：同一事项同时办理的操作数（50；429）',
      'a whole number from 1 to 10000: the same for one case (50; 429)',
    ],
    otherwise: () => 50,
    parse: count(10_000),
  },
} as const satisfies Readonly<Record<keyof Config, Setting<unknown>>>;

/** Read by tests only. */
const FOR_TESTS = /^LINLI_TEST_/;

/** One value that is in force, and where it comes from. */
export interface Origin {
  readonly name: keyof Config;
  readonly variable: string;
  readonly flag: string | null;
  /** Secrets are masked; nothing where nothing is configured. */
  readonly value: string | number | null;
  readonly from: 'flag' | 'environment' | 'default';
}

/**
 * Reads flags and environment.
 * @throws StartRefused in one sentence that names everything wrong.
 */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): Config {
  return readWithOrigins(args, env).config;
}

/**
 * What `readConfig` gives, value by value, with its origin.
 * @throws StartRefused as above.
 */
export function originsOf(args: readonly string[], env: NodeJS.ProcessEnv): readonly Origin[] {
  const { config, flags } = readWithOrigins(args, env);
  return (Object.keys(settings) as (keyof Config)[]).map((name) => {
    const setting: Setting<unknown> = settings[name];
    const { variable, flag } = setting;
    const isFlag = flag !== undefined && flags[flag] !== undefined;
    return {
      name,
      variable,
      flag: flag ?? null,
      value: masked(name, config[name]),
      from: isFlag ? 'flag' : env[variable] !== undefined ? 'environment' : 'default',
    };
  });
}

const MASK = '***';
const ADDRESSES: readonly (keyof Config)[] = ['eventStore', 'redisUrl'];
const SECRET: readonly string[] = [settings.masterKey.variable, ...ADDRESSES.map((name) => settings[name].variable)];

/** A master key says nothing of itself; of an address everything but its password may be shown. */
function masked(name: keyof Config, value: Config[keyof Config]): string | number | null {
  if (value === undefined) return null;
  if (name === 'masterKey') return MASK;
  return ADDRESSES.includes(name) ? maskedAddress(String(value)) : value;
}

/** A password may stand before the host or among the settings, whose names may be written in escapes. */
function maskedAddress(address: string): string {
  return address
    .replace(/(:\/\/[^/?#@:]*):[^/?#]*@/, `$1:${MASK}@`)
    .replaceAll(/([?&])([^=&#]*)=[^&#]*/g, (whole, sign: string, name: string) =>
      /pass|pwd|secret|token|%/i.test(name) ? `${sign}${name}=${MASK}` : whole,
    );
}

function readWithOrigins(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly config: Config; readonly flags: Readonly<Record<string, string | undefined>> } {
  const wrong: Pair[] = [];
  const flags = readFlags(args, wrong);
  const read = <T>(setting: Setting<T>): T => {
    const flag = setting.flag === undefined ? undefined : flags[setting.flag];
    const text = flag ?? env[setting.variable];
    if (text === undefined) return setting.otherwise();
    const value = setting.parse(text);
    if (value !== undefined) return value;
    const name = flag === undefined ? setting.variable : `--${setting.flag}`;
    // A secret is never repeated, and an address may hold a password.
    const said = SECRET.includes(setting.variable) ? undefined : JSON.stringify(text);
    const [zh, en] = setting.is;
    wrong.push([
      `${name} 必须是：${zh}${said === undefined ? '' : `，不能是 ${said}`}`,
      `${name} must be ${en}${said === undefined ? '' : `, not ${said}`}`,
    ]);
    return setting.otherwise();
  };
  const config: Config = {
    data: read<string>(settings.data),
    port: read<number>(settings.port),
    host: read<string>(settings.host),
    role: read<Config['role']>(settings.role),
    eventStore: read<string | undefined>(settings.eventStore) || undefined,
    redisUrl: read<string | undefined>(settings.redisUrl),
    streamPrefix: read<string>(settings.streamPrefix),
    nodeName: read<string>(settings.nodeName),
    logLevel: read<Config['logLevel']>(settings.logLevel),
    language: read<Config['language']>(settings.language),
    masterKey: read<string | undefined>(settings.masterKey),
    commandsMax: read<number>(settings.commandsMax),
    caseCommandsMax: read<number>(settings.caseCommandsMax),
  };
  const known = new Set<string>(Object.values(settings).map(({ variable }) => variable));
  for (const name of Object.keys(env).filter((one) => one.startsWith('LINLI_') && !FOR_TESTS.test(one)))
    if (!known.has(name))
      wrong.push([
        `邻里没有名为 ${name} 的变量（现有：${[...known].join('、')}）`,
        `${name} is no variable of Linli (known: ${[...known].join(', ')})`,
      ]);
  if (wrong.length > 0) throw new StartRefused(together(wrong));
  return { config, flags };
}

/**
 * Whether what is configured fits together: a node that is one of several needs what they share.
 * @throws StartRefused in one sentence for each thing that is missing.
 */
export function checkShape({
  role,
  eventStore,
  redisUrl,
  masterKey,
}: Pick<Config, 'role' | 'eventStore' | 'redisUrl' | 'masterKey'>): void {
  if (role === 'all') return;
  const missing: Pair[] = [];
  const { role: roles, eventStore: store, redisUrl: redis, masterKey: key } = settings;
  const needs = (what: Pair, why: Pair): number =>
    missing.push([
      `${roles.variable}=${role} 需要${what[0]}：${why[0]}`,
      `${roles.variable}=${role} needs ${what[1]}: ${why[1]}`,
    ]);
  if (eventStore === undefined)
    needs(
      [` KurrentDB 服务器的地址 ${store.variable}`, `${store.variable} with the address of a KurrentDB server`],
      [
        '日志存放在目录文件中时只有一个进程，由它办理全部工作（all）',
        'a log in the files of one folder has one process, which does everything (all)',
      ],
    );
  if (redisUrl === undefined)
    needs(
      [` ${redis.variable}`, redis.variable],
      role === 'api'
        ? ['在一个节点登录的人由此为其他节点所知', 'whoever signs in at one node is known to the others by it']
        : ['各工作节点通过它共用计时表', 'workers share the timetable in it'],
    );
  if (masterKey === undefined)
    needs(
      [` ${key.variable}`, key.variable],
      [
        '各节点共用的密钥由它加密保存，每个节点相同',
        'keys that nodes share are kept wrapped under it, the same on each',
      ],
    );
  if (missing.length > 0) throw new StartRefused(together(missing));
}

/** One sentence of all that is wrong. */
function together(all: readonly Pair[]): Pair {
  return [`${all.map(([zh]) => zh).join('；')}。`, `${all.map(([, en]) => en).join('; ')}.`];
}

export const USAGE = `npm start -- [--port NUMBER] [--host ADDRESS] [--data FOLDER] [--role ROLE]

${Object.values(settings)
  .map((setting) => {
    const { variable, is } = setting;
    const flag = 'flag' in setting ? ` (--${setting.flag})` : '';
    return `  ${variable}${flag}: ${is[1]}`;
  })
  .join('\n')}
`;

function readFlags(args: readonly string[], wrong: Pair[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(
    Object.values(settings).flatMap((setting) =>
      'flag' in setting ? [[setting.flag, { type: 'string' as const }]] : [],
    ),
  );
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Record<string, string | undefined>;
  } catch (error) {
    const said = (error as Error).message.split('. ')[0];
    const flags = Object.keys(options).map((flag) => `--${flag}`);
    wrong.push([`启动参数有误（${said}；可用：${flags.join('、')}）`, `${said} (flags: ${flags.join(', ')})`]);
    return {};
  }
}

function isRedisUrl(text: string): boolean {
  const { protocol, host } = URL.parse(text) ?? { protocol: '', host: '' };
  return ['redis:', 'rediss:'].includes(protocol) && host !== '';
}

function isMasterKey(text: string): boolean {
  try {
    return masterKeyFrom(text).length > 0;
  } catch {
    return false; // said by name, without the value
  }
}
