// expect: nothing
// Headers, data, trailers and the end of one stream come in turn, though Node tells of some in a later tick, and of the headers to whoever asked.
import http2 from 'node:http2';
import { once } from 'node:events';

class Download {
  constructor(session, path) {
    this.parts = null;
    this.trailers = null;
    this.total = null;
    this.stream = session.request({ ':path': path });
    this.stream.on('response', () => (this.parts = []));
    this.stream.on('data', (chunk) => this.parts.push(chunk));
    this.stream.on('trailers', () => (this.trailers = { parts: this.parts.length }));
    this.stream.on('end', () => (this.total = { bytes: Buffer.concat(this.parts).length, parts: this.trailers.parts }));
    this.stream.end();
  }

  async done() {
    await once(this.stream, 'close');
    return `${this.total.bytes} bytes in ${this.total.parts}`;
  }
}

const server = http2.createServer();
server.on('stream', (stream) => {
  stream.respond({ ':status': 200 }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ checked: 'yes' }));
  stream.write('head,');
  setTimeout(() => stream.end('tail'), 20);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
const early = ['/a', '/b', '/c'].map((path) => new Download(session, path));
await once(session, 'connect');
const late = ['/d', '/e'].map((path) => new Download(session, path));
console.log(await Promise.all([...early, ...late].map((download) => download.done())));
session.close();
server.close();
