// expect: race.order.use-after-close 25,29; race.order.use-after-close 42,46; race.order.use-after-close 60,64
// A shutdown closes each connection that there is, while one more is being opened: it is kept afterwards, and nobody closes it.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

async function dial(port) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await sleep(15);
  return socket;
}

class Feeds {
  #byTopic = {};

  constructor(port) {
    this.port = port;
  }

  async subscribe(topic) {
    if (this.#byTopic[topic]) return;
    const socket = await dial(this.port);
    socket.write(`${topic}\n`);
    this.#byTopic[topic] = socket;
  }

  async disconnect() {
    for (const socket of Object.values(this.#byTopic)) socket.end();
    this.#byTopic = {};
  }
}

class Tunnels {
  #open = new Set();

  constructor(port) {
    this.port = port;
  }

  async dig() {
    this.#open.add(await dial(this.port));
  }

  stop() {
    for (const socket of this.#open) socket.destroy();
    this.#open.clear();
  }
}

class Probes {
  all = [];

  constructor(port) {
    this.port = port;
  }

  async start(name) {
    const socket = await dial(this.port);
    this.all.push({ name, socket, close: () => socket.end() });
  }

  close() {
    this.all.forEach((probe) => probe.close());
  }
}

const peers = new Set();
const server = net.createServer((peer) => {
  peers.add(peer);
  peer.on('error', () => {});
  peer.resume();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

async function run(begin, end) {
  await begin('first');
  const second = begin('second');
  await sleep(5);
  await end();
  await second;
}

const feeds = new Feeds(port);
const tunnels = new Tunnels(port);
const probes = new Probes(port);
await run(
  (topic) => feeds.subscribe(topic),
  () => feeds.disconnect(),
);
await run(
  () => tunnels.dig(),
  () => tunnels.stop(),
);
await run(
  (name) => probes.start(name),
  () => probes.close(),
);
console.log('closed');
for (const peer of peers) peer.destroy();
server.close();
