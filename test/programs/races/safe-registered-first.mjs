// expect: nothing
// Whoever is to take the answer is there before the question is sent, whatever was sent and waited for before that.
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(tmpdir(), 'first-'));
const log = { write: (line) => appendFile(path.join(folder, 'log'), `${line}\n`) };

class Client {
  #waiting = new Map();
  constructor(socket) {
    this.socket = socket;
    socket.on('data', (data) => {
      const waiter = this.#waiting.get(data[0]);
      if (waiter === undefined) return;
      this.#waiting.delete(data[0]);
      waiter(data[1]);
    });
  }
  // The entry comes first, and then the question; the log has been written before.
  async ask(id) {
    await log.write(`asks ${id}`);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.socket.write(Buffer.from([id]));
    });
  }
  async askByHelper(id) {
    await log.write(`asks ${id}`);
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.#send(id);
    return answer;
  }
  // In one step nothing can come in between.
  async askAtOnce(id) {
    this.#send(id);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
  async askFirst(id) {
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.socket.write(Buffer.from([id]));
    await log.write(`asked ${id}`);
    return answer;
  }
  #send(id) {
    this.socket.write(Buffer.from([id]));
  }
}
const server = net.createServer((socket) => socket.on('data', ([id]) => setTimeout(() => socket.write(Buffer.from([id, id * 2])), 60)));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const socket = net.connect(server.address().port, '127.0.0.1');
const client = new Client(socket);
console.log(await client.ask(21), await client.askByHelper(22), await client.askAtOnce(23), await client.askFirst(24));
socket.destroy();
server.close();
await rm(folder, { recursive: true });
