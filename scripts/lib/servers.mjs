// Real servers for the deep tests: PostgreSQL, MariaDB and Redis as the machine has them, or from Debian's packages, unpacked into an ignored folder. Each runs in a folder of its own, on a
// port of its own on the loopback interface, never as root.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { must, run, StepError } from './steps.mjs';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const READY_MS = 60_000;

const SERVERS = {
  postgres: { binary: 'postgres', folders: ['usr/lib/postgresql/*/bin', 'usr/bin'], packages: ['postgresql'] },
  mariadb: {
    binary: 'mariadbd',
    folders: ['usr/sbin', 'usr/bin'],
    packages: ['mariadb-server-core', 'mariadb-client-core', 'mariadb-client', 'mariadb-server'],
  },
  redis: { binary: 'redis-server', folders: ['usr/bin', 'usr/local/bin'], packages: ['redis-server'] },
};

/** The newest folder below `base` that matches a pattern with one `*`. */
function expand(base, pattern) {
  const [before, after] = pattern.split('*');
  if (after === undefined) return [path.join(base, pattern)];
  const parent = path.join(base, before);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .sort((a, b) => Number(b) - Number(a))
    .map((name) => path.join(parent, name, after));
}

function findIn(base, { binary, folders }) {
  return folders.flatMap((folder) => expand(base, folder)).find((folder) => existsSync(path.join(folder, binary)));
}

/** Downloads the package with what it needs and the machine lacks, and unpacks it without installing anything. */
async function unpack(name, { packages }, folder) {
  const downloads = path.join(folder, 'downloads');
  mkdirSync(path.join(downloads, 'partial'), { recursive: true });
  const options = [`Dir::Cache::archives=${downloads}/`, 'APT::Sandbox::User=root', 'Debug::NoLocking=1'].flatMap((option) => [
    '-o',
    option,
  ]);
  const download = () => run(['apt-get', ...options, 'install', '--download-only', '-qq', '-y', '--no-install-recommends', ...packages]);
  let { code, output } = await download();
  if (code !== 0 && isRoot) {
    await must(['apt-get', 'update', '-qq']);
    ({ code, output } = await download());
  }
  if (code !== 0) throw new StepError(`${name} is not here, and apt-get could not get ${packages.join(' ')}:\n${output.slice(-1000)}`);
  const packed = readdirSync(downloads).filter((file) => file.endsWith('.deb'));
  for (const file of packed) await must(['dpkg-deb', '-x', path.join(downloads, file), folder]);
  rmSync(downloads, { recursive: true });
  writeFileSync(path.join(folder, 'complete'), '');
}

/**
 * Where a server's binary is, and what it needs in its environment.
 * @param {keyof typeof SERVERS} name
 * @returns {Promise<{ folder: string, base: string, env: NodeJS.ProcessEnv }>}
 */
async function ensureServer(name) {
  const server = SERVERS[name];
  const installed = findIn('/', server);
  if (installed) return { folder: installed, base: '/', env: process.env };
  const base = inRoot('.cache', 'servers', name);
  await withLock(`server-${name}`, async () => {
    if (!existsSync(path.join(base, 'complete'))) await unpack(name, server, base);
  });
  const folder = findIn(base, server);
  if (!folder) throw new StepError(`The packages ${server.packages.join(' ')} hold no ${server.binary}.`);
  const libraries = ['usr/lib', 'lib'].flatMap((lib) => {
    const parent = path.join(base, lib);
    return existsSync(parent)
      ? [
          parent,
          ...readdirSync(parent)
            .filter((n) => n.includes('linux'))
            .map((n) => path.join(parent, n)),
        ]
      : [];
  });
  return { folder, base, env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') } };
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves once something accepts connections on the port. */
async function accepts(port, child, log) {
  for (const until = Date.now() + READY_MS; Date.now() < until;) {
    if (child.exitCode !== null) throw new StepError(`The server has ended:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    const isOpen = await new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new StepError(`The server did not answer:\n${readFileSync(log, 'utf8').slice(-2000)}`);
}

/** Commands that prepare the data folder, and the one that serves it. */
const COMMANDS = {
  postgres: ({ folder }, data, port) => ({
    prepare: [path.join(folder, 'initdb'), '-D', data, '-U', 'tester', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale', 'C'],
    serve: [path.join(folder, 'postgres'), '-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data, '-F'],
  }),
  mariadb: ({ folder, base }, data, port) => ({
    prepare: [
      path.join(base, 'usr/bin/mariadb-install-db'),
      '--no-defaults',
      `--basedir=${path.join(base, 'usr')}`,
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-name-resolve',
    ],
    serve: [
      path.join(folder, 'mariadbd'),
      '--no-defaults',
      `--basedir=${path.join(base, 'usr')}`,
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${path.join(data, 'm.sock')}`,
      `--pid-file=${path.join(data, 'm.pid')}`,
      '--skip-networking=0',
    ],
  }),
  redis: ({ folder }, data, port) => ({
    prepare: undefined,
    serve: [
      path.join(folder, 'redis-server'),
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      data,
      '--save',
      '',
      '--appendonly',
      'no',
    ],
  }),
};

/**
 * Starts a server.
 * @param {keyof typeof SERVERS} name
 * @returns {Promise<{ port: number, stop: () => Promise<void> }>}
 */
export async function startServer(name) {
  const at = await ensureServer(name);
  const home = mkdtempSync(path.join(os.tmpdir(), `il-${name}-`));
  const data = path.join(home, 'data');
  mkdirSync(data);
  const ids = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) {
    chmodSync(home, 0o755);
    chownSync(data, NOBODY, NOBODY);
  }
  chmodSync(data, 0o700);
  const port = await freePort();
  const { prepare, serve } = COMMANDS[name](at, data, port);
  const log = path.join(home, 'log');
  const launch = ([file, ...args]) => {
    const child = spawn(file, args, { cwd: data, env: { ...at.env, HOME: data }, stdio: ['ignore', 'pipe', 'pipe'], ...ids });
    writeFileSync(log, '');
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => writeFileSync(log, chunk, { flag: 'a' }));
    return child;
  };
  if (prepare) {
    const child = launch(prepare);
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new StepError(`${name} could not be prepared:\n${readFileSync(log, 'utf8').slice(-2000)}`);
  }
  const child = launch(serve);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGQUIT');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await accepts(port, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}
