// expect: nothing
// As many lines, one after the other, but all of them are kept, and each still wants to know the rate.
import { EventEmitter, once } from 'node:events';
import net from 'node:net';

const settings = new EventEmitter();
settings.setMaxListeners(20);
const ends = [];
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.write('ready\n');
  ends.push(() => socket.end());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Line {
  constructor(port) {
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.setEncoding('utf8');
    settings.on('rate', (rate) => this.setRate(rate));
  }
  setRate(rate) {
    if (this.socket.writable) this.socket.write(`rate ${rate}\n`);
  }
  async ready() {
    const [text] = await once(this.socket, 'data');
    return text;
  }
}

const texts = [];
for (let i = 0; i < 14; i++) {
  const line = new Line(server.address().port);
  texts.push(await line.ready());
}
settings.emit('rate', 9600);
console.log(texts.length);
setTimeout(() => process.exit(0), 50);
