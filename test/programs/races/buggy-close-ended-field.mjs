// expect: race.order.use-after-close 19,16
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
class Link {
  #socket = null;
  async connect(port) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    this.#socket = socket;
  }
  close() {
    if (!this.#socket) return;
    // Closed and forgotten in one step: that is no answer to whoever still uses it.
    this.#socket.end();
    this.#socket = null;
  }
  send(text) {
    this.#socket.write(text);
  }
}
const server = createServer((peer) => peer.resume());
await once(server.listen(0, '127.0.0.1'), 'listening');
const link = new Link();
async function greet() {
  await link.connect(server.address().port);
  await delay(5);
  link.send('hello');
}
const greeting = greet();
setTimeout(() => link.close(), 600);
await greeting;
await delay(100);
server.close();
