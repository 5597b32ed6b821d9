// expect: nothing
import net from 'node:net';
import { once } from 'node:events';

// Whoever finds no link opens one for all; what was under way when the peer went is sent again.
class Client {
  link;
  connecting;
  waiting = new Map();
  constructor(port) {
    this.port = port;
  }
  async open() {
    const link = net.connect(this.port, '127.0.0.1');
    await once(link, 'connect');
    link.on('data', (data) => {
      for (const text of String(data)) this.answer(text);
    });
    link.on('close', () => this.drop(link));
    this.link = link;
    return link;
  }
  connect() {
    this.connecting ??= this.open().finally(() => (this.connecting = undefined));
    return this.connecting;
  }
  answer(text) {
    this.waiting.get(text)?.resolve(text);
    this.waiting.delete(text);
  }
  drop(link) {
    if (this.link === link) this.link = undefined;
    for (const { reject } of this.waiting.values()) reject(new Error('gone'));
    this.waiting.clear();
  }
  async send(text) {
    const link = this.link ?? (await this.connect());
    return new Promise((resolve, reject) => {
      this.waiting.set(text, { resolve, reject });
      link.write(text);
    });
  }
  async sendTwice(text) {
    return this.send(text).catch(() => this.send(text));
  }
}

let connections = 0;
const server = net.createServer((socket) => {
  const isFirst = ++connections === 1;
  socket.on('data', (data) => {
    if (isFirst) socket.end('a');
    else socket.write(data);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = new Client(server.address().port);
console.log(await Promise.all(['a', 'b', 'c'].map((text) => client.sendTwice(text))), connections);
client.link?.end();
server.close();
