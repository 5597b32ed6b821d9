// expect: race.order.use-before-init 13
// What one stream brings is used when the headers of another come.
import http2 from 'node:http2';
import { once } from 'node:events';

class Mirror {
  limits = null;

  load(session) {
    const settings = session.request({ ':path': '/settings' });
    settings.on('data', (chunk) => (this.limits = { size: Number(chunk) }));
    const list = session.request({ ':path': '/list' });
    list.on('response', (headers) => (this.isWhole = this.limits.size >= Number(headers.count)));
    list.resume();
    return Promise.all([once(settings.end(), 'close'), once(list.end(), 'close')]);
  }
}

const server = http2.createServer();
server.on('stream', (stream, headers) => {
  if (headers[':path'] === '/settings') {
    stream.respond({ ':status': 200 });
    stream.end('10');
  } else {
    setTimeout(() => {
      stream.respond({ ':status': 200, count: 7 });
      stream.end('1,2,3');
    }, 30);
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
const mirror = new Mirror();
await mirror.load(session);
console.log(mirror.isWhole);
session.close();
server.close();
