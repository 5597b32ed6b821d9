// expect: race.order.use-after-close 34
import net from 'node:net';
import { EventEmitter, once } from 'node:events';

// The socket is gone before anybody hears of it: who sends in between writes to nothing.
class Link extends EventEmitter {
  socket;
  status = 'down';
  waiting = [];
  constructor(port) {
    super();
    this.port = port;
  }
  open() {
    this.socket = net.connect(this.port, '127.0.0.1');
    this.socket.on('connect', () => this.onConnect());
    this.socket.on('data', (data) => this.emit('answer', String(data)));
    this.socket.on('close', () => this.onClose());
  }
  onConnect() {
    this.status = 'up';
    for (const text of this.waiting.splice(0)) this.socket.write(text);
    this.emit('up');
  }
  onClose() {
    this.socket = undefined;
    setImmediate(() => this.onDown());
  }
  onDown() {
    if (this.status !== 'closed') this.status = 'down';
    this.emit('gone');
  }
  send(text) {
    if (this.status === 'up') this.socket.write(text);
    else this.waiting.push(text);
  }
  close() {
    this.status = 'closed';
    this.socket?.end();
  }
}

const server = net.createServer((socket) => {
  socket.on('data', (data) => (String(data) === 'leave' ? socket.end() : socket.write('ok')));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const link = new Link(server.address().port);
link.open();
await once(link, 'up');
const gone = once(link, 'gone');
link.send('leave');
await gone;
link.open();
await once(link, 'up');
link.send('hello');
console.log((await once(link, 'answer'))[0]);
link.close();
server.close();
