/** Somebody at a browser, without one: signs in, sends JSON, keeps the cookie; no answer may differ from the document. */
import { holdToDocument } from './document.fixture.js';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Asking {
  readonly key?: string;
  readonly ifMatch?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Client {
  #cookie = '';

  constructor(readonly url: string) {}

  /** @throws Error where the sign-in is refused. */
  static async signedIn(url: string, person: string): Promise<Client> {
    const client = new Client(url);
    const { status, body } = await client.post('/api/session', { person });
    if (status !== 201) throw new Error(`${person} cannot sign in: ${JSON.stringify(body)}`);
    return client;
  }

  get cookie(): string {
    return this.#cookie;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    return this.#send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, { key, ifMatch, headers = {} }: Asking = {}): Promise<Answered> {
    return this.#send('POST', path, JSON.stringify(body), {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      ...headers,
    });
  }

  delete(path: string): Promise<Answered> {
    return this.#send('DELETE', path, undefined, {});
  }

  async #send(
    method: string,
    path: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answered> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { ...(this.#cookie === '' ? {} : { cookie: this.#cookie }), 'accept-language': 'en', ...headers },
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const answer = isJson ? (JSON.parse(text) as Record<string, unknown>) : { text };
    if (isJson) holdToDocument(method, path, response.status, answer);
    return { status: response.status, headers: response.headers, body: answer };
  }
}
