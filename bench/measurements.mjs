// What is measured. Each measurement has a name, its variants with the baseline first, and gives one sample at a time.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { inRoot } from '../scripts/lib/paths.mjs';
import { cleanEnv } from '../scripts/lib/steps.mjs';
import { deadlockLine } from './deadlock.mjs';
import { start } from './variants.mjs';

const CONNECTIONS = 64;
/** These take so long for a request that fewer of them give the same figure. */
const SLOW_VARIANTS = ['trace events', 'bubbleprof'];
const STARTUP_BYTES = 20_000;

const program = (name) => inRoot('bench', 'programs', name);

async function load(route, port, requests) {
  const child = spawn(process.execPath, [program('load.js'), route, port, CONNECTIONS, requests].map(String), {
    env: cleanEnv(),
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the load generator ended with status ${code}`);
}

async function ask(port, path) {
  // One connection a question: a kept one would hold up the server's end.
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
  return response.json();
}

/** Processor time of the whole server process for each request, in microseconds, once it is warm. The load comes from another process. */
function http(route, fullRequests) {
  return async (variant, { node, folder }) => {
    const requests = SLOW_VARIANTS.includes(variant) ? Math.ceil(fullRequests / 8) : fullRequests;
    const { child, firstLine, ended } = start(variant, { node, program: [program('server.js')], folder });
    try {
      const port = Number((await firstLine).split(' ')[1]);
      const warmUp = Math.ceil(requests / 4);
      await load(route, port, warmUp);
      const before = await ask(port, '/cpu');
      await load(route, port, requests);
      const after = await ask(port, '/cpu');
      await ask(port, '/stop');
      const { traceBytes, failure } = await ended;
      const value = (after.user + after.system - before.user - before.system) / requests;
      return { value, failure, ...(traceBytes && { bytes: traceBytes / (warmUp + requests) }) };
    } finally {
      child.kill('SIGKILL');
    }
  };
}

/** Processor time that a program measured and printed itself, in microseconds a round. */
function selfTimed(name, rounds, ...args) {
  return async (variant, { node, folder }) => {
    const { output, failure, traceBytes } = await start(variant, { node, program: [program(name), String(rounds), ...args], folder }).ended;
    const value = Number(/cpu (\d+)/.exec(output)?.[1]) / rounds;
    return { value, failure, ...(traceBytes && { bytes: traceBytes / (rounds * 1.25) }) };
  };
}

/** Microseconds a request, where everything happens in one process and only the fastest of many short windows counts. */
function fastest(windows) {
  return async (variant, { node, folder }) => {
    const { output, failure } = await start(variant, { node, program: [program('stream-server.js'), String(windows)], folder }).ended;
    return { value: Number(/fastest ([\d.]+)/.exec(output)?.[1]), failure };
  };
}

let generation = 0;

/** A module of about 20 KB of ordinary code, and a main file that loads it and prints how long the process has been alive, in milliseconds. */
function writeStartupProgram(folder, salt) {
  mkdirSync(folder, { recursive: true });
  const parts = [`// ${salt}`];
  for (let i = 0; parts.join('\n').length < STARTUP_BYTES; i++) {
    parts.push(`
const cache${i} = new Map();

async function load${i}(key, fetcher) {
  const known = cache${i}.get(key);
  if (known) return known;
  const value = await fetcher(key);
  cache${i}.set(key, value);
  return value;
}

function describe${i}({ name, items = [], total }) {
  const lines = items.map((item, index) => \`\${index + 1}. \${item.title} (\${item.price.toFixed(2)})\`);
  if (lines.length === 0) return \`\${name}: nothing\`;
  return [\`\${name}:\`, ...lines, \`total \${total ?? items.reduce((sum, { price }) => sum + price, 0)}\`].join('\\n');
}

exports.load${i} = load${i};
exports.describe${i} = describe${i};`);
  }
  writeFileSync(path.join(folder, 'module.js'), `${parts.join('\n')}\n`);
  writeFileSync(path.join(folder, 'main.js'), `require('./module.js');\nconsole.log('alive', performance.now());\n`);
}

/** Milliseconds from the start of the process to the end of loading. A cold sample is of code that has never been seen; a warm one of code that ran before. */
function startup({ warm }) {
  return async (variant, { node, folder }) => {
    const source = path.join(path.dirname(folder), 'startup');
    writeStartupProgram(source, `${process.pid}.${generation++}`);
    const once = async () => {
      const { output, failure } = await start(variant, { node, program: [path.join(source, 'main.js')], folder }).ended;
      return { value: Number(/alive ([\d.]+)/.exec(output)?.[1]), failure };
    };
    if (warm) await once();
    return once();
  };
}

/**
 * @param {{ quick: boolean }} options `quick`: only shows that everything runs
 * @returns {{ id: string, title: string, unit: string, variants: string[], latencies?: number, measure: (variant: string, options: { node: string, folder: string }) => Promise<import('./runner.mjs').Sample> }[]}
 *   `latencies`: nothing is compared; so many times are taken of each variant, of which the slowest count
 */
export function listMeasurements({ quick }) {
  const scale = quick ? 0.02 : 1;
  const ours = ['untraced', 'light', 'full'];
  const all = ['untraced', 'empty hooks', 'light', 'full', 'trace events', 'bubbleprof'];
  return [
    {
      id: 'http',
      title: 'Fastify route, promises only: processor time a request',
      unit: 'µs',
      variants: all,
      measure: http('orders', 30_000 * scale),
    },
    {
      id: 'http-io',
      title: 'Fastify route with a file and a timer: processor time a request',
      unit: 'µs',
      variants: all,
      measure: http('files', 15_000 * scale),
    },
    {
      id: 'http-streams',
      title: 'The same route over streams in one process: the fastest window, a request',
      unit: 'µs',
      variants: ['untraced', 'empty hooks', 'light', 'full'],
      measure: fastest(Math.ceil(250 * scale)),
    },
    {
      id: 'awaits',
      title: 'Awaits and nothing else: processor time a round of two',
      unit: 'µs',
      variants: ['untraced', 'empty hooks', 'light', 'full'],
      measure: selfTimed('awaits.js', 1_000_000 * scale),
    },
    {
      id: 'locks',
      title: 'A lock taken and given back without a promise: processor time for both',
      unit: 'µs',
      variants: ours,
      measure: selfTimed('locks.js', 500_000 * scale),
    },
    {
      id: 'locks-awaited',
      title: 'A mutex awaited and given back: processor time for both',
      unit: 'µs',
      variants: ['untraced', 'empty hooks', 'light', 'full'],
      measure: selfTimed('locks.js', 100_000 * scale, 'mutex'),
    },
    {
      id: 'cpu-typical',
      title: 'Busy code, ordinary: processor time a round',
      unit: 'µs',
      variants: ours,
      measure: selfTimed('cpu-typical.js', 1200 * scale),
    },
    {
      id: 'cpu-shared',
      title: 'Busy code, every access watched: processor time a round',
      unit: 'µs',
      variants: ours,
      measure: selfTimed('cpu-shared.js', 20_000 * scale),
    },
    {
      id: 'startup-cold',
      title: 'Start with 20 KB of code never seen before',
      unit: 'ms',
      variants: ours,
      measure: startup({ warm: false }),
    },
    {
      id: 'deadlock',
      title: 'From the closing of a ring of waiting tasks to the line about it',
      unit: 'ms',
      variants: ['lock', 'queue', 'await'],
      latencies: quick ? 1 : 100,
      measure: (kind, options) => deadlockLine(kind)(options),
    },
    { id: 'startup-warm', title: 'Start with 20 KB of code seen before', unit: 'ms', variants: ours, measure: startup({ warm: true }) },
  ];
}
