// expect: nothing
// A set of free connections that is empty whenever somebody looks: a timer takes out what it closes.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.on('data', (line) => peer.write(line));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Pool {
  #free = new Set();
  #timers = new Map();
  constructor(port) {
    this.port = port;
  }

  take() {
    const [socket] = this.#free;
    if (socket) {
      this.#free.delete(socket);
      clearTimeout(this.#timers.get(socket));
    }
    return socket ?? this.#open();
  }

  #open() {
    const socket = net.connect(this.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#free.delete(socket);
    });
    return socket;
  }

  giveBack(socket) {
    this.#free.add(socket);
    this.#timers.set(socket, setTimeout(() => this.#retire(socket), 20));
  }

  #retire(socket) {
    this.#free.delete(socket);
    socket.destroy();
  }
}

const pool = new Pool(server.address().port);
async function ask(line) {
  const socket = pool.take();
  const answer = new Promise((resolve) => socket.once('data', resolve).once('close', () => resolve('gone')));
  socket.write(line);
  const text = String(await answer);
  if (text !== 'gone') pool.giveBack(socket);
  return text;
}
// Each time long after the last one has been closed: the set is empty by then.
for (const line of ['one', 'two', 'three']) {
  await ask(line);
  await sleep(300);
}
console.log('asked');
server.close();
