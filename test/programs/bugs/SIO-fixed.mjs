// expect: nothing
/** The repaired twin of SIO.mjs: namespaces that are connecting keep the connection open. */
import { once } from 'node:events';
import net from 'node:net';

const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    for (const name of data.toString().trim().split('\n')) {
      setTimeout(() => {
        if (socket.writable) socket.write(`${name}\n`);
      }, 30);
    }
  });
  socket.on('end', () => server.close());
});
await once(server.listen(0, '127.0.0.1'), 'listening');

class Manager {
  connected = 0;
  connecting = 0;
  waiting = new Map();
  constructor(port) {
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.on('data', (data) => {
      for (const name of data.toString().trim().split('\n')) this.waiting.get(name)?.();
    });
  }
  async connect(name) {
    const joined = new Promise((resolve) => this.waiting.set(name, resolve));
    this.connecting++;
    this.socket.write(`${name}\n`);
    await joined;
    this.connecting--;
    this.connected++;
    return name;
  }
  disconnect() {
    this.connected--;
    if (this.connected === 0 && this.connecting === 0) this.close();
  }
  close() {
    this.socket.destroy();
  }
}

const manager = new Manager(server.address().port);
await manager.connect('/admin');
const chat = manager.connect('/chat');
setTimeout(() => manager.disconnect(), 5);
console.log('connecting');
await chat;
console.log('connected');
manager.disconnect();

