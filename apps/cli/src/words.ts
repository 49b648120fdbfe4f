/** What the command line says, in both languages: help, results, and its own refusals. */
import { said, type Language, type Pair } from '#libs/workflow';
import { EXIT } from './exit.js';

export interface CommandHelp {
  /** One line for the list of commands. */
  readonly summary: Pair;
  readonly does: Pair;
  readonly arguments?: Readonly<Record<string, Pair>>;
  readonly examples: readonly string[];
}

export const commandHelp = {
  init: {
    summary: ['建立一个正式数据目录（目前仅供试用）', 'make a real data folder (for trial only, so far)'],
    does: [
      '建立正式数据目录：记下区划内的期限规定、工作日历和第一位系统管理员。在实名登录和依法删除功能交付之前，不得存放真实数据，因此须注明 --trial。',
      'Makes a real data folder: records the settings and calendars of the district and its first administrator. ' +
        'Until sign-in with real accounts and the erasure of people are delivered it is not for real data, so it needs --trial.',
    ],
    examples: ['linli init --trial --data ./trial', 'linli init --trial --admin wang-min --admin-name 王敏'],
  },
  start: {
    summary: ['启动服务（同 npm start）', 'start the server, as npm start does'],
    does: [
      '启动服务并在就绪时打印地址；数据目录不存在时建立一个带示例数据的目录。Ctrl-C 结束。',
      'Starts the server and prints its address when it is ready; a data folder that does not exist is made with sample data. Ctrl-C ends it.',
    ],
    examples: ['linli start', 'linli start --port 0 --data ./elsewhere'],
  },
  seed: {
    summary: ['补齐示例数据', 'record what is missing of the sample data'],
    does: [
      '把示例数据中缺少的部分记入示例数据目录；目录不存在时新建。正式数据目录拒绝示例数据。',
      'Records what is missing of the sample data in a sample folder, which is made if it does not exist. A real folder refuses it.',
    ],
    examples: ['linli seed', 'linli seed --data ./elsewhere'],
  },
  replay: {
    summary: ['逐条回放一件事项的经过', 'tell the life of a case, event by event'],
    does: [
      '逐条列出一件事项的全部记录：何时（北京时间）、何事、何人、变为何种状态、期限如何变化、理由为何。密封内容（姓名、电话、经过）不显示，除非注明 --open。本次查阅先行登记，记明操作系统用户。',
      'Tells everything recorded of a case: when (Beijing time), what, who, which state it led to, what became of its ' +
        'deadlines, and why. Sealed values (names, telephones, stories) stay sealed unless --open is given. That it was read, and by which user of this machine, is recorded first.',
    ],
    arguments: {
      stream: [
        '事项的记录流，如 complaint-<编号>，或网址中的 complaints/<编号>',
        'stream of the case, as complaint-<id>, or complaints/<id> as in an address',
      ],
    },
    examples: [
      'linli replay complaint-0190a5b0-7c00-7000-8000-000000000002',
      'linli replay complaints/0190a5b0-7c00-7000-8000-000000000002 --at 2026-11-24',
      "linli replay person-officer-nanguan-1 --at '2026-11-24 16:30' --json",
    ],
  },
  rebuild: {
    summary: ['由记录重建视图并核对', 'build views anew from the log and compare'],
    does: [
      '由事件记录重新建立全部视图或其中一个，期间旧视图继续使用；随后打印重建前后的哈希值，两者应当相同。',
      'Builds all views, or one, anew from the log while the old ones serve, and prints the hash of each before and after: they should be the same.',
    ],
    arguments: { projection: ['视图名称；不填则全部', 'name of one view; all without it'] },
    examples: ['linli rebuild', 'linli rebuild complaints'],
  },
  diagram: {
    summary: ['打印流程的状态图（Mermaid）', 'print the diagram of a workflow (Mermaid)'],
    does: [
      '按流程声明打印 Mermaid 状态图，不需要数据目录。',
      'Prints a workflow as a Mermaid state diagram, drawn from its declaration; needs no data folder.',
    ],
    arguments: { workflow: ['流程名称，如 complaint', 'name of the workflow, as complaint'] },
    examples: ['linli diagram complaint', 'linli diagram complaint --language zh-CN > complaint.mmd'],
  },
  migrate: {
    summary: ['把事件记录迁移到 KurrentDB 服务器', 'move the log to a KurrentDB server'],
    does: [
      '把数据目录的全部事件记录迁移到 KurrentDB 或 EventStoreDB 服务器：编号、顺序、时间、版本和哈希值不变，迁移后逐条核对。' +
        '中断后再次运行即可继续；服务器上该前缀下已有其他内容时拒绝。须先停止服务；密钥和附件不在其内。',
      'Moves the log of a data folder to a KurrentDB or EventStoreDB server: ids, order, times, versions and hashes are kept, and ' +
        'both logs are compared event by event afterwards. Run again, it continues where it was cut off; it refuses a server that ' +
        'holds anything else under the prefix. The server of the folder must be stopped; keys and attachments are not moved.',
    ],
    examples: [
      'linli migrate --to kurrentdb://admin:password@store-1:2113',
      'LINLI_EVENT_STORE="$(cat event-store-address)" linli migrate --prefix nanguan.',
    ],
  },
  config: {
    summary: ['显示生效的配置及其来源', 'show what is in force and where it comes from'],
    does: [
      '列出每项配置的值及其来源（命令行、环境变量或默认值）；密钥和密码不显示。',
      'Lists every configured value and where it comes from: flag, environment or default. Secrets are masked.',
    ],
    examples: ['linli config', 'linli config --json', 'LINLI_PORT=8080 linli config'],
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

export type CommandName = keyof typeof commandHelp;

export const optionHelp = {
  data: ['数据目录（默认 LINLI_DATA，否则 ./data）', 'data folder (otherwise LINLI_DATA, otherwise ./data)'],
  json: ['以 JSON 输出，供程序读取', 'results as JSON, for machines'],
  language: [
    '语言：zh-CN 或 en（默认 LINLI_LANGUAGE，否则 en）',
    'zh-CN or en (otherwise LINLI_LANGUAGE, otherwise en)',
  ],
  help: ['显示帮助', 'show this help'],
  version: ['显示版本', 'show the version'],
  trial: ['确认仅供试用，不存放真实数据', 'agree that this is a trial and not for real data'],
  admin: ['第一位管理员的编号', "first administrator's id"],
  adminName: ['第一位管理员的姓名', "first administrator's name"],
  port: ['端口，0 表示任选', 'port; 0 lets the system choose'],
  host: ['监听地址', 'address to listen on'],
  role: ['节点职责：all、api 或 worker', 'what the node does: all, api or worker'],
  at: [
    '截至该时刻：日期（含当日）、北京时间，或带时区的 ISO 8601 时间',
    'as of a moment: a date (to its end), a time in Beijing, or ISO 8601 with its zone',
  ],
  open: ['显示密封内容', 'open sealed values'],
  to: [
    '服务器地址 kurrentdb://…（默认 LINLI_EVENT_STORE，口令不会出现在进程列表中）',
    'address of the server, kurrentdb://… (otherwise LINLI_EVENT_STORE, which keeps its password out of the list of processes)',
  ],
  prefix: [
    '记录流名称的前缀（默认 LINLI_STREAM_PREFIX，否则 linli.）',
    'what stream names begin with there (otherwise LINLI_STREAM_PREFIX, otherwise linli.)',
  ],
} as const satisfies Readonly<Record<string, Pair>>;

export const programHelp: Pair = [
  '邻里：供运维和审计人员使用。服务运行时经其本地接口办理；否则自行锁定数据目录。',
  'Linli for operators and auditors. Beside a running server it speaks to that server, otherwise it locks the data folder itself.',
];

export const titles: Readonly<Record<string, Pair>> = {
  'Usage:': ['用法：', 'Usage:'],
  'Options:': ['选项：', 'Options:'],
  'Global Options:': ['通用选项：', 'Global options:'],
  'Commands:': ['命令：', 'Commands:'],
  'Arguments:': ['参数：', 'Arguments:'],
  'Examples:': ['示例：', 'Examples:'],
  'Exit codes:': ['退出码：', 'Exit codes:'],
};

export const exitCodeHelp: readonly (readonly [code: number, means: Pair])[] = [
  [EXIT.done, ['完成', 'done']],
  [EXIT.failed, ['被拒绝或失败，标准错误中说明原因', 'refused or failed; standard error says why']],
  [EXIT.usage, ['命令行有误', 'the command line is wrong']],
  [EXIT.inUse, ['数据目录被另一进程占用且无法与之通信', 'another process holds the data folder and does not answer']],
];

/** Mistakes in the command line, by commander's code; `{0}` is what commander quotes. */
export const usageProblems: Readonly<Record<string, Pair>> = {
  'commander.unknownOption': ['没有选项“{0}”', 'There is no option {0}'],
  'commander.unknownCommand': ['没有命令“{0}”', 'There is no command {0}'],
  'commander.missingArgument': ['缺少参数“{0}”', 'The argument {0} is missing'],
  'commander.optionMissingArgument': ['选项“{0}”缺少取值', 'The option {0} needs a value'],
  'commander.excessArguments': ['参数过多', 'There are too many arguments'],
  'commander.invalidArgument': ['选项“{0}”的取值有误', 'The value of {0} is not one of those allowed'],
  'commander.help': ['请指明要办的命令', 'Say which command'],
};

export const sentences = {
  seeHelp: ['{problem}；详见 {help}。', '{problem}: see {help}.'],
  notForReal: [
    '邻里目前还不能存放真实数据；如仅供试用，请注明 --trial。',
    'Linli is not for real data yet: if this is a trial, say --trial.',
  ],
  alreadyThere: [
    '{folder} 已经是数据目录，未作改动；请用 --data 另选目录。',
    '{folder} already is a data folder and was left as it is: choose another one with --data.',
  ],
  initialised: [
    '已在 {folder} 建立试用数据目录：{places} 个街道，工作日历 {years}，期限规定 {settings} 项，管理员 {admin}。',
    'Made a trial folder in {folder}: {places} sub-districts, calendars of {years}, {settings} settings, administrator {admin}.',
  ],
  joined: [
    '已在 {folder} 建立数据目录；记录由已有节点共用，未作改动。',
    'Made the folder {folder} for a further node of a log that is there already; nothing was recorded.',
  ],
  notForRealNote: [
    '请勿存放真实数据：实名登录和依法删除尚未交付。',
    'Not for real data: sign-in with real accounts and erasure are not delivered yet.',
  ],
  realFolder: [
    '{folder} 是正式数据目录，不得混入示例数据。',
    '{folder} is a real data folder: sample data is never mixed into it.',
  ],
  seeded: ['{folder}：补记示例数据 {recorded} 项。', '{folder}: {recorded} commands of the sample data recorded.'],
  seededAll: ['{folder}：示例数据已齐全。', '{folder}: the sample data is complete.'],
  badMoment: [
    '“{at}”不是时刻：请写日期（2026-11-24）、北京时间（2026-11-24 16:30）或带时区的时间。',
    '{at} is no moment: write a date (2026-11-24), a time in Beijing (2026-11-24 16:30), or a time with its zone.',
  ],
  asOf: ['截至 {at} 的记录', 'as of {at}'],
  adminRefused: ['不能登记管理员 {admin}：{problem}', 'The administrator {admin} cannot be registered: {problem}.'],
  fromFlag: ['命令行', 'flag'],
  fromEnvironment: ['环境变量', 'environment'],
  fromDefault: ['默认', 'default'],
  unset: ['（未设置）', '(not set)'],
  held: [
    '数据目录 {folder} 被另一进程占用：请停止该进程，或用 --data 另选目录。',
    'The data folder {folder} is in use by another process: stop it, or choose another folder with --data.',
  ],
  unreachable: [
    '数据目录 {folder} 被另一进程占用，且无法与之通信：请停止该进程，或用 --data 另选目录。',
    'The data folder {folder} is held by another process that does not answer: stop it, or choose another folder with --data.',
  ],
  noFolder: [
    '没有数据目录 {folder}：请用 --data 指明，或用 linli seed 新建示例目录。',
    'There is no data folder {folder}: name one with --data, or make a sample with "linli seed".',
  ],
  unknownWorkflow: ['没有流程“{workflow}”，现有：{known}。', 'There is no workflow {workflow}: there are {known}.'],
  same: ['一致', 'same'],
  different: ['不一致', 'different'],
  grew: ['期间有新记录，无法比较；可再次运行', 'cannot be compared, the log grew meanwhile: run it again'],
  rebuilding: ['重建视图', 'rebuilding'],
  reading: ['读取记录', 'reading the log'],
  differs: [
    '{count} 个视图与重建结果不一致；现在使用重建后的视图。',
    '{count} views differed from what the log says: the rebuilt ones serve now.',
  ],
  noTarget: [
    '请用 --to 或 LINLI_EVENT_STORE 指明服务器地址（kurrentdb://…）。',
    'Say where to with --to or LINLI_EVENT_STORE, as kurrentdb://…',
  ],
  badTarget: [
    '服务器地址须以 kurrentdb://、kurrentdb+discover://、esdb:// 或 esdb+discover:// 开头。',
    'The address of the server must begin with kurrentdb://, kurrentdb+discover://, esdb:// or esdb+discover://.',
  ],
  noLog: [
    '{folder} 中没有事件记录文件（events.db）。',
    '{folder} holds no log of its own (events.db): there is nothing to move.',
  ],
  copying: ['复制记录', 'copying'],
  verifying: ['逐条核对', 'comparing'],
  migrated: [
    '已将 {folder} 的记录迁移到 {to}，前缀 {prefix}：复制 {copied} 条，原已有 {found} 条，用时 {seconds} 秒。',
    'Moved the log of {folder} to {to} under {prefix}: {copied} events copied, {found} were there already, in {seconds} s.',
  ],
  compared: [
    '逐条核对一致：{events} 条；全部哈希值的 SHA-256 为 {digest}。',
    'Compared event by event, all the same: {events} events; SHA-256 over all their hashes {digest}.',
  ],
  checkpointsMoved: ['一并迁移进度标记 {checkpoints} 个。', '{checkpoints} checkpoints of reactions went along.'],
  notMoved: [
    '密钥（keys.db）和附件（blobs）仍在 {folder} 中；今后请勿再用该目录单独启动服务，否则两处记录将不一致。',
    'Keys (keys.db) and attachments (blobs) are still in {folder}. Do not start a server on its own log again: the two would go apart.',
  ],
  sourceDamaged: [
    '迁移中止，原有记录有损坏之处，未作改动：{problem}。',
    'The move stopped at the log itself, which was left as it is: {problem}.',
  ],
  prefixNotEmpty: [
    '迁移被拒绝，{to} 的前缀 {prefix} 下已有其他内容：{problem}。',
    'The move is refused by what {to} holds under {prefix}: {problem}.',
  ],
  otherKind: [
    '迁移被拒绝：数据目录 {folder} 是{kind}数据，目标日志标明为{said}数据（sample 示例，real 正式）；两边均未改动。',
    'The move is refused: the data folder {folder} is for {kind} data and the log there holds {said} data; nothing was changed.',
  ],
  notTheSame: [
    '迁移后核对不一致，请勿启用 {to}：{problem}。',
    'The two logs are not the same, do not use {to}: {problem}.',
  ],
  broken: ['出现意外错误：{problem}', 'Something unexpected went wrong: {problem}'],
} as const satisfies Readonly<Record<string, Pair>>;

/** A sentence with its blanks filled. */
export function sentence(
  name: keyof typeof sentences,
  language: Language,
  blanks: Readonly<Record<string, string | number>> = {},
): string {
  return filled(sentences[name], language, blanks);
}

export function filled(pair: Pair, language: Language, blanks: Readonly<Record<string, string | number>>): string {
  return said(pair, language).replaceAll(/\{([A-Za-z0-9]+)\}/g, (blank, name: string) => String(blanks[name] ?? blank));
}
