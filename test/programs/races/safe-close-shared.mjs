// expect: nothing
// Two jobs share a connection, which is closed when both are done.
import net from 'node:net';
import { once } from 'node:events';
import readline from 'node:readline';

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
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
}
async function stock() {
  await shared.ask('stock');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await shared.ask('synced');
}
await Promise.all([orders(), stock()]);
shared.close();
server.close();
console.log('done');
