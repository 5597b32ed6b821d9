// expect: race.check-then-act 19,28 ; race.check-then-act 58,66
// A line is lost, and a timer is to dial again. Somebody stops the whole, or asks, and dials at once: the timer, which nobody has cleared, finds that all is well and dials once more.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Feed {
  state = 'idle';
  socket = null;
  dialled = 0;

  constructor(port) {
    this.port = port;
  }

  async start() {
    this.state = 'open';
    const socket = net.connect(this.port, '127.0.0.1');
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => this.#lost(socket));
    await once(socket, 'connect');
    this.dialled++;
  }

  #lost(socket) {
    if (this.state === 'stopped' || this.socket !== socket) return;
    setTimeout(() => {
      if (this.state === 'stopped') return;
      this.start().catch(() => {});
    }, 400);
  }

  async stop() {
    this.state = 'stopped';
    const { socket } = this;
    this.socket = null;
    socket?.destroy();
    await sleep(1);
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

const radio = { wanted: null, line: null };

function tune(done) {
  const line = net.connect(port, '127.0.0.1');
  line.on('error', () => {});
  radio.line = line;
  line.on('connect', () => done?.());
  line.on('close', () => retry());
}

function retry() {
  if (radio.wanted === null) return;
  const { waitMs } = radio.wanted;
  setTimeout(() => {
    if (radio.wanted !== null) tune();
  }, waitMs);
}

const feed = new Feed(port);
await feed.start();
radio.wanted = { waitMs: 400 };
await new Promise((resolve) => tune(resolve));
await sleep(20);
for (const peer of peers) peer.destroy();
await sleep(20);
await feed.stop();
await feed.start();
radio.wanted = null;
radio.wanted = { waitMs: 400 };
await new Promise((resolve) => tune(resolve));
await sleep(700);
console.log(feed.dialled, peers.size);
radio.wanted = null;
await feed.stop();
radio.line.destroy();
for (const peer of peers) peer.destroy();
server.close();
