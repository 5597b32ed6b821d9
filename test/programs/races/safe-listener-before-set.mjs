// expect: nothing
// The listener is added just before what it uses is set, in one callback: no answer comes in between.
import { EventEmitter, once } from 'node:events';
import net from 'node:net';

class Client extends EventEmitter {
  constructor(port) {
    super();
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.on('connect', () => this.emit('open'));
    this.socket.on('data', (data) => this.emit('reply', data.toString()));
  }
  ask(text) {
    this.socket.write(text);
  }
}

const server = net.createServer((socket) => socket.on('data', (data) => socket.write(data)));
await once(server.listen(0, '127.0.0.1'), 'listening');

async function connect() {
  const client = new Client(server.address().port);
  await once(client, 'open');
  return client;
}

const clients = await Promise.all([connect(), connect(), connect()]);
const slowest = clients.map((client) => {
  let left = 4;
  let worst = 0;
  return new Promise((resolve) => {
    let sent;
    const ask = () => {
      sent = [performance.now()];
      client.ask('?');
    };
    client.on('reply', () => {
      worst = Math.max(worst, performance.now() - sent[0]);
      if (--left === 0) resolve(worst);
      else setTimeout(ask, 5);
    });
    ask();
  });
});
console.log((await Promise.all(slowest)).every((ms) => ms > 0));
for (const client of clients) client.socket.end();
server.close();
