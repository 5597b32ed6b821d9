// expect: race.order.use-after-close 38
// A line that rests for a while is given up, whoever is about to end it.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = net.createServer((socket) => socket.on('data', (chunk) => socket.write(chunk)).on('error', () => {})).listen(0);
await once(server, 'listening');

class Line {
  link = null;

  open() {
    if (this.link) throw new Error('open already');
    const link = net.connect(server.address().port);
    this.link = link;
    setTimeout(() => this.forget(), 40);
    return once(link, 'connect');
  }

  forget() {
    this.link = null;
  }

  async ask(text) {
    const { link } = this;
    if (!link) throw new Error('closed');
    link.write(text);
    const [chunk] = await once(link, 'data');
    return String(chunk);
  }
}

async function visit() {
  const line = new Line();
  await line.open();
  console.log(await line.ask('hello'));
  line.link.end();
  await sleep(60);

}

await visit();
await visit();
server.close();
