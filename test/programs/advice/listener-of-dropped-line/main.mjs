// expect: listener.leak main.mjs:20
// Every line that is dropped leaves its listener with the settings.
import { EventEmitter, once } from 'node:events';
import net from 'node:net';

const settings = new EventEmitter();
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.end('ready\n');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Line {
  constructor(port) {
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.setEncoding('utf8');
    this.text = '';
    this.socket.on('data', (text) => (this.text += text));
    settings.on('rate', (rate) => this.setRate(rate));
  }
  setRate(rate) {
    if (this.socket.writable) this.socket.write(`rate ${rate}\n`);
  }
  async dropped() {
    await once(this.socket, 'close');
    return this.text;
  }
}

const texts = [];
for (let i = 0; i < 14; i++) {
  const line = new Line(server.address().port);
  texts.push(await line.dropped());
}
settings.emit('rate', 9600);
console.log(texts.length);
server.close();
