// expect: race.order.use-before-init 38,18
// It is answered whether or not that is there.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Mill {
  #opened = null;
  wheels = null;

  ready() {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open() {
    await delay(60);
    this.wheels = { big: 2 };
  }

  async answer(socket) {
    await delay(150);
    socket.end('turning');
  }
}

const mill = new Mill();
const server = net.createServer((socket) => {
  socket.on('data', () => mill.answer(socket));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
mill.ready();
const socket = net.connect(server.address().port, '127.0.0.1');
socket.write('how is it?');
console.log(String((await once(socket, 'data'))[0]));
server.close();
console.log(mill.wheels.big);
