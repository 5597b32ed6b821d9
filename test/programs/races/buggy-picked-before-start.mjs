// expect: race.order.use-before-init 27,20
// A call picks its stream as soon as it is made; who is to hear of it is known when its settings have been read, and a fast answer finds nobody.
import http2 from 'node:http2';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Call {
  constructor(session, path) {
    this.session = session;
    this.path = path;
    this.listener = null;
    this.text = '';
    this.pick();
  }

  async start(listener) {
    await delay(20);
    this.settings = { trim: true };
    await delay(1);
    this.listener = listener;
  }

  pick() {
    const stream = this.session.request({ ':path': this.path });
    stream.setEncoding('utf8');
    stream.on('response', (headers) => {
      this.listener.onStatus(headers[':status']);
    });
    stream.on('data', (part) => {
      this.text += part;
    });
    stream.on('end', () => this.listener.onText(this.text));
  }
}

const server = http2.createServer();
server.on('stream', (stream, headers) => {
  setTimeout(() => {
    stream.respond({ ':status': 200 });
    stream.end(`hello ${headers[':path']}`);
  }, 90);
});
server.listen(0);
await once(server, 'listening');
const session = http2.connect(`http://localhost:${server.address().port}`);
await once(session, 'connect');

const ask = (path) =>
  new Promise((resolve) => {
    const got = [];
    new Call(session, path).start({
      onStatus: (status) => got.push(status),
      onText: (text) => resolve([...got, text].join(' ')),
    });
  });
console.log(await Promise.all([ask('/a'), delay(15).then(() => ask('/b'))]));
session.close();
server.close();
