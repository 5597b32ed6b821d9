// expect: race.order.use-after-close 19,32 ; race.order.use-after-close 45,49
// Nobody is there, so the link is tried again and again; that the program has disconnected meanwhile the loop never asks.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
class Link {
  isOpen = false;
  isReady = false;
  tries = 0;
  async connect(port) {
    if (this.isOpen) throw new Error('connected already');
    this.isOpen = true;
    while (!this.isReady) {
      try {
        this.socket = await this.dial(port);
        this.isReady = true;
      } catch {
        this.tries++;
        await sleep(8);
      }
    }
  }
  async dial(port) {
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }
  disconnect() {
    if (!this.isOpen) throw new Error('not connected');
    this.isReady = false;
    this.socket?.destroy();
    this.isOpen = false;
  }
}
function poller(port) {
  let running = false;
  let rounds = 0;
  async function start() {
    if (running) return;
    running = true;
    while (rounds >= 0) {
      rounds++;
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await sleep(8);
    }
  }
  function stop() {
    running = false;
  }
  return { start, stop, rounds: () => rounds };
}
const probe = net.createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
await once(probe, 'close');
const until = async (isSo) => {
  while (!isSo()) await sleep(5);
};
const link = new Link();
void link.connect(port);
await until(() => link.tries > 2);
link.disconnect();
await until(() => link.tries > 6);
console.log('disconnected', link.tries > 2);
const polls = poller(port);
void polls.start();
await until(() => polls.rounds() > 2);
polls.stop();
await until(() => polls.rounds() > 6);
process.exit();
