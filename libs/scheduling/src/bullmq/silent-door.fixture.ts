/** A door before a server that can fall silent: who is inside hears nothing more, and is not told that the way is closed. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

export interface SilentDoor {
  /** As that of the server, with the port of the door. */
  readonly url: string;
  /** Whoever is connected hears nothing more; whoever comes later does. */
  silence(): void;
  close(): Promise<void>;
}

export async function silentDoor(url: string): Promise<SilentDoor> {
  const { hostname, port } = new URL(url);
  const ends = new Set<Socket>();
  const server = createServer((outside) => {
    const inside = connect(Number(port), hostname);
    for (const end of [outside, inside]) {
      ends.add(end);
      end.on('error', () => undefined); // the other end is closed below
      end.once('close', () => {
        ends.delete(end);
        for (const other of [outside, inside]) other.destroy();
      });
    }
    outside.pipe(inside);
    inside.pipe(outside);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    silence() {
      for (const end of ends) {
        end.unpipe();
        end.pause();
      }
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const end of ends) end.destroy();
      await closed;
    },
  };
}
