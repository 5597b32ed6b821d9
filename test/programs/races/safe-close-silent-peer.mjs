// expect: nothing
// A socket that ends itself when nothing comes for a while: the line that was asked last gets no answer.
import net from 'node:net';
import { once } from 'node:events';

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.write('ready\n');
});
await once(server.listen(0, '127.0.0.1'), 'listening');

class Client {
  async open(port) {
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.setTimeout(60, () => this.socket.destroy(new Error('no answer')));
    await once(this.socket, 'data');
  }

  async ask(line) {
    this.socket.write(`${line}\n`);
    const [answer] = await once(this.socket, 'data');
    return String(answer);
  }
}

const client = new Client();
await client.open(server.address().port);
console.log(await client.ask('status').catch((error) => error.message));
server.close();
