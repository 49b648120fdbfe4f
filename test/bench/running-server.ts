/** The built server as a process of its own, on a data folder: started, asked over kept connections, ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../apps/server/src/main.js', import.meta.url));
const READY = /Linli is ready: (http:\S+)/;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

export class RunningServer {
  #cookie = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** From starting the process to its line that it is ready. */
    readonly readyMs: number,
    private readonly agent: Agent,
  ) {}

  /** @throws Error with what the server said when it does not become ready. */
  static async start(folder: string, connections: number): Promise<RunningServer> {
    const began = performance.now();
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, [main, '--port', '0', '--data', folder], {
      env: { ...env, LINLI_LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    for await (const line of createInterface({ input: child.stdout })) {
      const url = READY.exec(line)?.[1];
      if (url !== undefined)
        return new RunningServer(
          child,
          url,
          performance.now() - began,
          new Agent({ keepAlive: true, maxSockets: connections }),
        );
    }
    throw new Error(`the server did not become ready: ${errors}`);
  }

  async signIn(person: string): Promise<void> {
    const { headers } = await this.ask('POST', '/api/session', { person });
    this.#cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }

  /** @throws Error where the answer is no success. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await new Promise<Answer>((resolve, reject) => {
      const asked = request(
        this.url + path,
        {
          method,
          agent: this.agent,
          headers: {
            ...(text === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
            cookie: this.#cookie,
            ...headers,
          },
        },
        (response) => {
          let said = '';
          response.setEncoding('utf8').on('data', (part: string) => (said += part));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: (said === '' ? {} : JSON.parse(said)) as Record<string, unknown>,
            }),
          );
          response.on('error', reject);
        },
      );
      asked.on('error', reject);
      asked.end(text);
    });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** Resident memory of the process now, in MiB; nothing where the system does not tell. */
  async memoryMiB(): Promise<number | undefined> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8').catch(() => '');
    const kib = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    return kib === undefined ? undefined : Math.round(Number(kib) / 1024);
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }
}
