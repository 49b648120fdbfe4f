/** What the program itself says to whoever starts it, in both languages. The line with the address is the same in both: programs wait for it. */
import type { Language } from '#libs/workflow';
import type { Config } from './config.js';
import type { DataFolder } from './data-folder.js';

interface Words {
  readonly firstStart: (path: string) => string;
  readonly building: (part: number) => string;
  readonly stopped: string;
  readonly cutOff: string;
  readonly tryThis: (url: string) => readonly string[];
  readonly real: string;
  readonly worker: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    firstStart: (path) => `A new data folder with sample data is made in ${path}.`,
    building: (part) => `Views are being built from the log: ${Math.round(part * 100)} %.`,
    stopped: 'Linli has stopped.',
    cutOff: 'Linli did not come to an end in time and was cut off; everything acknowledged is on disk.',
    tryThis: (url) => [
      'Try (sample data, so anybody may be anyone):',
      `  curl ${url}/api/session/people`,
      `  curl -c linli.cookie -H 'Content-Type: application/json' -d '{"person":"officer-nanguan-1"}' ${url}/api/session`,
      `  curl -b linli.cookie -H 'Accept-Language: en' '${url}/api/complaints?state=filed'`,
      `The API is described at ${url}/api/docs. Ctrl-C ends it.`,
    ],
    real: 'This folder holds real data. Ctrl-C ends it.',
    worker: 'This node works for the others: it shows /health/ready and /metrics only. Ctrl-C ends it.',
  },
  'zh-CN': {
    firstStart: (path) => `已在 ${path} 新建数据目录并载入示例数据。`,
    building: (part) => `正在由日志生成视图：${Math.round(part * 100)}%。`,
    stopped: '邻里已停止。',
    cutOff: '邻里未能及时停止，已强制结束；凡已确认的内容均已写入磁盘。',
    tryThis: (url) => [
      '试一试（示例数据，可任选人员登录）：',
      `  curl ${url}/api/session/people`,
      `  curl -c linli.cookie -H 'Content-Type: application/json' -d '{"person":"officer-nanguan-1"}' ${url}/api/session`,
      `  curl -b linli.cookie '${url}/api/complaints?state=filed'`,
      `接口说明见 ${url}/api/docs。按 Ctrl-C 停止。`,
    ],
    real: '此目录存放真实数据。按 Ctrl-C 停止。',
    worker: '本节点只在后台办事，仅提供 /health/ready 和 /metrics。按 Ctrl-C 停止。',
  },
};

export function says(language: Language): Words {
  return words[language];
}

export function greeting(
  language: Language,
  { url, folder, role }: { url: string; folder: Pick<DataFolder, 'kind'>; role: Config['role'] },
): string {
  const { tryThis, real, worker } = words[language];
  const ready = `Linli is ready: ${url}`;
  if (role === 'worker') return [ready, worker].join('\n');
  return [ready, ...(folder.kind === 'sample' ? tryThis(url) : [real])].join('\n');
}
