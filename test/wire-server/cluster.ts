/**
 * Several wire servers on one log, as a cluster is seen from outside: one leads, the others send to it whoever asks for
 * the leader, each tells by gossip who is there, and whoever leads may die.
 */
import { WireLog } from './log.js';
import { WireServer, type Member } from './server.js';

export class WireCluster {
  readonly log = new WireLog();
  readonly nodes: readonly WireServer[];
  readonly #down = new Set<WireServer>();
  #leader: WireServer | undefined;

  private constructor(size: number) {
    const cluster = { log: this.log, members: () => this.nodes.map((node) => this.#member(node)) };
    this.nodes = Array.from({ length: size }, () => new WireServer({ cluster }));
    this.#leader = this.nodes[0];
  }

  static async start(size: number): Promise<WireCluster> {
    const cluster = new WireCluster(size);
    for (const node of cluster.nodes) await node.start();
    return cluster;
  }

  /** Names every node; more options may follow. */
  get connectionString(): string {
    return `kurrentdb://${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false`;
  }

  /** From now on this one leads; without one they are electing. */
  elect(leader: WireServer | undefined): void {
    this.#leader = leader;
  }

  async kill(node: WireServer): Promise<void> {
    this.#down.add(node);
    if (this.#leader === node) this.#leader = undefined;
    await node.stop();
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await node.stop();
  }

  #member(node: WireServer): Member {
    const state = this.#leader === undefined ? 'electing' : node === this.#leader ? 'leader' : 'follower';
    return { host: '127.0.0.1', port: node.port, state, isAlive: !this.#down.has(node) };
  }
}
