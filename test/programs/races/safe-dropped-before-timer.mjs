// expect: nothing
// A call looks whether it is wanted and leaves the rest to a timer. Whoever hangs up drops what that needs, and clears the timer, or the callback asks once more, by itself or by a getter.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Uplink {
  settings = null;
  opened = 0;

  async start(port, settings) {
    this.settings = settings;
    await this.dial(port);
  }

  async dial(port) {
    const socket = net.connect(port, '127.0.0.1');
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.settings === null) return;
      this.later = setTimeout(() => this.again(port), this.settings.waitMs);
    });
    await once(socket, 'connect');
    this.opened++;
  }

  async again(port) {
    this.token = this.settings.token;
    await this.dial(port);
  }

  stop() {
    this.settings = null;
    clearTimeout(this.later);
    this.socket.destroy();
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
const uplink = new Uplink();
await uplink.start(server.address().port, { token: 'abc', waitMs: 30 });
await sleep(20);
for (const peer of peers) peer.destroy();
while (uplink.opened < 2) await sleep(20);
uplink.stop();
server.close();

class Watch {
  options = undefined;
  seen = 0;
  isOver = false;

  get isWanted() {
    return this.options !== undefined;
  }

  lookLater() {
    if (!this.options) return;
    setTimeout(async () => {
      if (this.isWanted) await this.#look();
    }, 20);
    setTimeout(() => this.#lookOnce(), 25);
  }

  async #look() {
    const { place } = this.options;
    await sleep(1);
    this.seen += place.length;
  }

  async #lookOnce() {
    if (this.isOver) return;
    const { place } = this.options;
    await sleep(1);
    this.seen += place.length;
  }

  async stop() {
    this.isOver = true;
    this.options = undefined;
    await sleep(1);
  }
}

const watch = new Watch();
watch.options = { place: 'door' };
setTimeout(() => watch.lookLater(), 1);
while (watch.seen < 8) await sleep(10);
await watch.stop();
console.log(uplink.opened, watch.seen);
