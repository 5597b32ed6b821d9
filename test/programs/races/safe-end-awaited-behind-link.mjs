// expect: nothing
// Who closes first waits for the link that is being made.
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
    this.opening = this.open().then(() => console.log('open'));
  }
  async close() {
    await this.opening;
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
