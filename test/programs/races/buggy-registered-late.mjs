// expect: race.order.use-before-init 27,18,25; race.order.use-before-init 53,44,50
// A question is sent before there is anybody who could take the answer: that is made ready only after another wait.
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

const folder = await mkdtemp(path.join(tmpdir(), 'late-'));
const log = (line) => appendFile(path.join(folder, 'log'), `${line}\n`);

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
  async ask(id) {
    this.socket.write(Buffer.from([id]));
    await log(`asked ${id}`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}
const server = net.createServer((socket) => socket.on('data', ([id]) => setTimeout(() => socket.write(Buffer.from([id, id * 2])), 150)));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const socket = net.connect(server.address().port, '127.0.0.1');
console.log(await new Client(socket).ask(21));
socket.destroy();
server.close();

// The same with a worker, and with a question that is awaited itself.
const worker = new Worker(`const { parentPort } = require('node:worker_threads');
parentPort.on('message', (id) => setTimeout(() => parentPort.postMessage({ id, answer: id + 1 }), 150));`, { eval: true });
const jobs = new Map();
worker.on('message', (message) => {
  // Nobody waits for it any more.
  const job = jobs.get(message.id);
  if (!job) return;
  jobs.delete(message.id);
  job(message.answer);
});
async function run(id) {
  worker.postMessage(id);
  await log(`run ${id}`);
  return new Promise((resolve) => {
    jobs.set(id, resolve);
  });
}
console.log(await run(7));
await worker.terminate();
await rm(folder, { recursive: true });
