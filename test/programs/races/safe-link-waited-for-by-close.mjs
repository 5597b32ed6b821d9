// expect: nothing
// Opened and closed in one step, too, but who closes waits for whoever opens.
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
    while (this.isOpening) await new Promise((resolve) => setTimeout(resolve, 5));
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
