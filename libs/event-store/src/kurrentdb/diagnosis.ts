/**
 * Why a server cannot be reached, found out by knocking: the client's native half says only that it is unavailable. Asked
 * once, when a connection cannot be made at all.
 */
import { readFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const KNOCK_MS = 3_000;

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Whether the server is to prove who it is, and by which authorities if not the usual ones. */
  readonly verified: boolean;
  readonly authorityFile: string | undefined;
}

/** The first server that a connection string names; never its name and password. */
export function addressOf(connectionString: string): Address {
  const [, hosts = '', query = ''] =
    /^[a-z+]+:\/\/(?:[^@/?]*@)?([^/?]*)\/?(?:\?(.*))?$/i.exec(connectionString.trim()) ?? [];
  const [host = '', port = '2113'] = (hosts.split(',')[0] ?? '').split(':');
  const options = new Map([...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    host,
    port: Number(port),
    tls: options.get('tls') !== 'false',
    verified: options.get('tlsverifycert') !== 'false',
    authorityFile: options.get('tlscafile'),
  };
}

/** A sentence, or nothing where the server answers as the connection string expects. */
export async function whyNot({ host, port, tls, verified, authorityFile }: Address): Promise<string | undefined> {
  const refused = await knock(() => connect({ host, port }), 'connect');
  if (refused) return `nothing answers (${refused})`;
  const authority = tls && verified && authorityFile !== undefined ? { ca: await readFile(authorityFile) } : {};
  const handshake = await knock(
    () =>
      connectTls({
        host,
        port,
        // A server that should not speak TLS at all has nothing to prove.
        rejectUnauthorized: tls && verified,
        ALPNProtocols: ['h2'],
        ...(isIP(host) ? {} : { servername: host }),
        ...authority,
      }),
    'secureConnect',
  );
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
