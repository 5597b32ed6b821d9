// expect: listener.leak main.mjs:21
import net from 'node:net';
import { once } from 'node:events';

class Session {
  static async open(port) {
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Session(socket);
  }

  constructor(socket) {
    this.socket = socket;
  }

  command(text) {
    return new Promise((resolve, reject) => {
      this.socket.once('data', (data) => resolve(String(data)));
      // The answer takes back its own listener only.
      this.socket
        .on('error', reject);
      this.socket.write(text);
    });
  }
}

const server = net.createServer((socket) => socket.on('data', (data) => socket.write(data)));
await once(server.listen(0, '127.0.0.1'), 'listening');
const session = await Session.open(server.address().port);
for (let i = 0; i < 18; i++) await session.command(`echo ${i}`);
console.log('done');
session.socket.end();
server.close();
