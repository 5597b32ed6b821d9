// expect: nothing
// A call picks its stream when it has been started with a listener, at once or when the line is open; all that the stream brings goes to that.
import http2 from 'node:http2';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Line {
  waiting = [];

  constructor(port) {
    setTimeout(() => {
      const session = http2.connect(`http://localhost:${port}`);
      session.on('connect', () => {
        this.session = session;
        for (const call of this.waiting.splice(0)) call.pick();
      });
    }, 40);
  }
}

class Call {
  ended = false;
  listener = null;

  constructor(line, path) {
    this.line = line;
    this.path = path;
  }

  start(listener) {
    this.listener = listener;
    this.pick();
  }

  pick() {
    if (this.ended) return;
    const { line, path } = this;
    if (line.session === undefined) {
      line.waiting.push(this);
      return;
    }
    const stream = line.session.request({ ':path': path });
    let text = '';
    stream.setEncoding('utf8');
    stream.on('data', (part) => {
      text += part;
    });
    stream.on('response', (headers) => this.listener.onStatus(headers[':status']));
    stream.on('end', () => {
      this.ended = true;
      this.listener.onText(text);
    });
  }
}

const server = http2.createServer();
server.on('stream', (stream, headers) => {
  setTimeout(() => {
    stream.respond({ ':status': 200 });
    stream.end(`hello ${headers[':path']}`);
  }, 30);
});
server.listen(0);
await once(server, 'listening');
const line = new Line(server.address().port);

const ask = (path) =>
  new Promise((resolve) => {
    const got = [];
    new Call(line, path).start({
      onStatus: (status) => got.push(status),
      onText: (text) => resolve([...got, text].join(' ')),
    });
  });
console.log(await Promise.all([ask('/a'), delay(15).then(() => ask('/b'))]));
line.session.close();
server.close();
