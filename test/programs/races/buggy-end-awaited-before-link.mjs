// expect: race.order.use-after-close 13,19
// Who closes waits until the link has ended, by a promise of its own; there is none yet, and the one that is being made stays.
import net from 'node:net';
import { once } from 'node:events';
class Receiver {
  link = undefined;
  constructor(port) {
    this.port = port;
  }
  async open() {
    const link = net.connect(this.port, '127.0.0.1');
    await once(link, 'connect');
    this.link = link;
  }
  start() {
    this.open().then(() => console.log('open'));
  }
  async close() {
    if (this.link) {
      await new Promise((resolve) => {
        this.link.end(resolve);
      });
    }
    console.log('closed');
  }
}
const peers = [];
const server = net.createServer((socket) => peers.push(socket.resume())).listen(0);
await once(server, 'listening');
const receiver = new Receiver(server.address().port);
receiver.start();
await receiver.close();
await new Promise((resolve) => setTimeout(resolve, 30));
for (const peer of peers) peer.destroy();
server.close();
