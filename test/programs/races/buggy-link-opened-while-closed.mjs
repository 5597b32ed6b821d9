// expect: race.order.use-after-close 16,20
// Opened and closed in one step: who closes finds no link yet, and the one that is being made stays open. That the opener has looked at a mark of its own in that step tells nobody.
import net from 'node:net';
import { once } from 'node:events';
class Receiver {
  link = undefined;
  isOpening = false;
  constructor(port) {
    this.port = port;
  }
  async open() {
    if (this.link !== undefined || this.isOpening) return;
    this.isOpening = true;
    const link = net.connect(this.port, '127.0.0.1');
    await once(link, 'connect');
    this.link = link;
    this.isOpening = false;
  }
  async close() {
    if (this.link) this.link.end();
  }
}
const peers = [];
const server = net.createServer((socket) => peers.push(socket.resume())).listen(0);
await once(server, 'listening');
const receiver = new Receiver(server.address().port);
const opening = receiver.open();
await receiver.close();
console.log('closed');
await opening;
await new Promise((resolve) => setTimeout(resolve, 20));
for (const peer of peers) peer.destroy();
server.close();
