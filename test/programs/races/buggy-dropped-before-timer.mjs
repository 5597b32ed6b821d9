// expect: race.order.use-after-close 29,34 ; race.order.use-after-close 59,66
// A call looks whether it is wanted and leaves the rest to a timer, whose callback calls a method, or is itself async. Whoever hangs up drops what that needs and lets the timer run.
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

const watch = { options: undefined, seen: 0 };
function lookLater() {
  if (!watch.options) return;
  watch.timer = setTimeout(async () => {
    const { place } = watch.options;
    await sleep(1);
    watch.seen += place.length;
  }, 20);
}

async function stopWatching() {
  watch.options = undefined;
  await sleep(1);
}

watch.options = { place: 'door' };
setTimeout(lookLater, 1);
while (watch.seen === 0) await sleep(10);
await stopWatching();
console.log(uplink.opened, watch.seen);
