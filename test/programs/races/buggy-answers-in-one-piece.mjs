// expect: race.check-then-act 29,32
// Each that finds the list unknown asks for it, and marks it as known when the answer has come; the server answers all of them in one piece.
import net from 'node:net';
import { once } from 'node:events';
let asked = 0;
const server = net.createServer((socket) => {
  socket.on('data', (lines) => {
    const questions = String(lines).trim().split('\n');
    asked += questions.length;
    setTimeout(() => socket.write(questions.map((name) => `list of ${name}\n`).join('')), 10);
  });
});
class Client {
  #waiting = [];
  constructor(socket) {
    this.socket = socket;
    socket.on('data', (lines) => {
      for (const line of String(lines).trim().split('\n')) this.#waiting.shift()(line);
    });
  }
  async ask(name) {
    this.socket.write(name + '\n');
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
class Store {
  isKnown = false;
  async read(client) {
    if (!this.isKnown) {
      const list = await client.ask('rooms');
      if (!list.startsWith('list')) throw new Error('no list');
      this.isKnown = true;
    }
    return asked;
  }
}
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const socket = net.connect(server.address().port, '127.0.0.1');
await once(socket, 'connect');
const [client, store] = [new Client(socket), new Store()];
console.log(await Promise.all([store.read(client), store.read(client), store.read(client)]));
socket.end();
server.close();
