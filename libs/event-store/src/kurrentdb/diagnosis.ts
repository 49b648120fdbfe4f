/**
 * Why no server can be used, found out by knocking: the client says only that it is unavailable, and of one that swallows
 * every packet it says so after minutes. Asked when a connection is made, never later.
 */
import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const KNOCK_MS = 3_000;

interface Server {
  readonly host: string;
  readonly port: number;
}

/** What a connection string says of the way to the servers; never a name and a password. */
export interface Addresses {
  readonly servers: readonly Server[];
  /** The servers are asked who leads, and that one is used, wherever it is. */
  readonly isCluster: boolean;
  readonly tls: boolean;
  /** Whether a server is to prove who it is, and by which authorities if not the usual ones. */
  readonly verified: boolean;
  readonly authorityFile: string | undefined;
}

export function addressesOf(connectionString: string): Addresses {
  const [, scheme = '', hosts = '', query = ''] =
    /^([a-z+]+):\/\/(?:[^@/?]*@)?([^/?]*)\/?(?:\?(.*))?$/i.exec(connectionString.trim()) ?? [];
  const servers = hosts.split(',').map((one) => {
    const [host = '', port = '2113'] = one.split(':');
    return { host, port: Number(port) };
  });
  const options = new Map([...new URLSearchParams(query)].map(([name, value]) => [flat(name), value]));
  return {
    servers,
    isCluster: servers.length > 1 || scheme.toLowerCase().endsWith('+discover'),
    tls: options.get('tls') !== 'false',
    verified: options.get('tlsverifycert') !== 'false',
    authorityFile: options.get('tlscafile'),
  };
}

/** As the client compares the names of options. */
function flat(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** @throws RangeError where the file with the authorities cannot be read; the client would say so of no file by name. */
export function mustBeThere({ tls, authorityFile }: Addresses): void {
  if (!tls || authorityFile === undefined) return;
  try {
    accessSync(authorityFile, constants.R_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    throw new RangeError(
      `the file that the connection string names with tlsCAFile cannot be read (${reason}): ${authorityFile}`,
    );
  }
}

export function inWords({ servers }: Addresses): string {
  return servers.map(({ host, port }) => `${host}:${port}`).join(', ');
}

/** A sentence where not one of the servers accepts a connection. */
export async function nobodyThere({ servers }: Addresses): Promise<string | undefined> {
  const refusals = await Promise.all(servers.map((server) => knock(() => connect(server), 'connect')));
  const [refused] = refusals;
  return refusals.includes(undefined) ? undefined : `nothing answers (${refused})`;
}

/** A sentence, or nothing where a server is there and speaks as the connection string expects. */
export async function whyNot(addresses: Addresses): Promise<string | undefined> {
  const { servers, tls, verified, authorityFile } = addresses;
  const authority = tls && verified && authorityFile !== undefined ? { ca: await readFile(authorityFile) } : {};
  const shakeHands = (server: Server): Promise<string | undefined> =>
    knock(
      () =>
        connectTls({
          ...server,
          // A server that should not speak TLS at all has nothing to prove.
          rejectUnauthorized: tls && verified,
          ALPNProtocols: ['h2'],
          ...(isIP(server.host) ? {} : { servername: server.host }),
          ...authority,
        }),
      'secureConnect',
    );
  const sentences = await Promise.all(
    servers.map(async (server) => {
      const refused = await knock(() => connect(server), 'connect');
      return refused ? `nothing answers (${refused})` : mismatch(tls, await shakeHands(server));
    }),
  );
  // Of several, one that is as expected is enough: then the reason lies elsewhere.
  if (sentences.includes(undefined)) return undefined;
  return sentences.find((one) => !one?.startsWith('nothing answers')) ?? sentences[0];
}

/** @param handshake what went wrong in it, or nothing */
function mismatch(tls: boolean, handshake: string | undefined): string | undefined {
  if (!tls) return handshake ? undefined : 'the server speaks TLS, but the connection string says tls=false';
  if (!handshake) return undefined;
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME|ISSUER/i.test(handshake))
    return `its certificate is not trusted (${handshake}); name its authority with tlsCAFile`;
  return `the server does not speak TLS, but the connection string does not say tls=false (${handshake})`;
}

/** What went wrong, or nothing. */
function knock(open: () => Socket, answered: 'connect' | 'secureConnect'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = open();
    const done = (outcome: string | undefined): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(KNOCK_MS, () => done(`no answer within ${KNOCK_MS} ms`));
    socket.once(answered, () => done(undefined));
    socket.once('close', () => done('it hung up'));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}
