// expect: nothing
// A shutdown closes each connection that there is; one that is still being opened is waited for, or asks again whether it is wanted, or takes itself out when it ends; one list is closed a second time.
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
  #gone = false;

  constructor(port) {
    this.port = port;
  }

  async subscribe(topic) {
    if (this.#byTopic[topic]) return;
    const socket = await dial(this.port);
    if (this.#gone) return socket.destroy();
    socket.write(`${topic}\n`);
    this.#byTopic[topic] = socket;
  }

  async disconnect() {
    this.#gone = true;
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
    const socket = await dial(this.port);
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
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
probes.close();
for (const peer of peers) peer.destroy();
server.close();
await once(server, 'close');
await sleep(5);
console.log('closed');
