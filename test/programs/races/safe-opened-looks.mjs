// expect: nothing
// As buggy-opened-kept, but who has connected looks whether the link was closed meanwhile, and lets the scale go.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const scale = net.createServer((socket) => {
  socket.on('error', () => {});
  setTimeout(() => socket.write('scale 7\n'), 30);
});
scale.listen(0, '127.0.0.1');
await once(scale, 'listening');

class ScaleLink {
  #socket = null;
  #isClosed = false;
  async connect(port) {
    if (this.#isClosed) throw new Error('closed');
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'data');
    if (this.#isClosed) {
      socket.destroy();
      throw new Error('closed');
    }
    this.#socket = socket;
    return socket.remotePort;
  }
  get isOpen() {
    return this.#socket !== null;
  }
  close() {
    // Nobody is connected yet.
    this.#isClosed = true;
    this.#socket?.destroy();
    this.#socket = null;
  }
}

async function closeLater(link, ms) {
  await delay(ms);
  link.close();
}

const link = new ScaleLink();
await Promise.allSettled([link.connect(scale.address().port), closeLater(link, 10)]);
console.log(link.isOpen);
scale.close();
await delay(20);
process.exit();
