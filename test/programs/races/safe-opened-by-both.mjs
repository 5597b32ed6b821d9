// expect: nothing
// A line is lost, and a timer is to dial again. Whoever dials at once has cleared that timer, or the timer looks whether there is a line; and one that takes the place of another closes that.
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
    this.later = setTimeout(() => {
      if (this.state === 'stopped') return;
      this.start().catch(() => {});
    }, 400);
  }

  async stop() {
    this.state = 'stopped';
    clearTimeout(this.later);
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
    if (radio.wanted !== null && radio.line.destroyed) tune();
  }, waitMs);
}

const mast = { line: null };

// A new line each hour, or when somebody asks; the old one has its goodbye.
function change() {
  mast.line?.end();
  mast.line = net.connect(port, '127.0.0.1');
  mast.line.on('error', () => {});
}

function changeLater() {
  setTimeout(change, 150);
}

const health = { probe: null };

// The old one has its answer, and is gone.
function probe() {
  const socket = net.connect(pingPort, '127.0.0.1');
  health.probe = socket;
  socket.on('error', () => {});
  socket.resume();
}

const pings = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.end('pong');
});
pings.listen(0, '127.0.0.1');
await once(pings, 'listening');
const pingPort = pings.address().port;

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
change();
changeLater();
probe();
await sleep(30);
setTimeout(probe, 400);
change();
await sleep(30);
probe();
await sleep(700);
console.log(feed.dialled, peers.size);
radio.wanted = null;
await feed.stop();
radio.line.destroy();
mast.line.destroy();
for (const peer of peers) peer.destroy();
server.close();
pings.close();
