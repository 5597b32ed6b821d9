// expect: race.order.use-after-close 23,27
// Two jobs share a connection, and each closes it when it is done: the one that takes longer finds it closed. The last answer comes after the close, every time.
import net from 'node:net';
import { once } from 'node:events';
import readline from 'node:readline';

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {});
  const lines = readline.createInterface({ input: socket });
  lines.on('line', (line) => socket.write(`${line}\n`));
  lines.on('close', () => socket.end());
});
await once(server.listen(0, '127.0.0.1'), 'listening');

class Connection {
  constructor(port) {
    this.waiting = [];
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.on('error', () => {});
    readline.createInterface({ input: this.socket }).on('line', (line) => this.waiting.shift()(line));
  }
  ask(text) {
    this.socket.write(`${text}\n`);
    return new Promise((resolve) => this.waiting.push(resolve));
  }
  close() {
    this.socket.end();
  }
}

const shared = new Connection(server.address().port);
async function orders() {
  await shared.ask('orders');
  shared.close();
}
async function stock() {
  await shared.ask('stock');
  await new Promise((resolve) => setTimeout(resolve, 50));
  shared.ask('synced');
}
await Promise.all([orders(), stock()]);
server.close();
console.log('done');
