// expect: race.order.use-before-init 20
// As safe-listener-removes-itself.mjs, but the listener is added in one step, and what it uses is set in a later one.
import net from 'node:net';

const kChannel = Symbol('channel');
let received = 0;

class Channel {
  _receiver = null;
  use(socket) {
    socket[kChannel] = this;
    socket.on('data', onData);
    setImmediate(() => {
      this._receiver = { take: (text) => text.length };
      socket.on('close', onClose);
    });
  }
}
function onData(text) {
  received += this[kChannel]._receiver.take(text);
  if (received > 20) this.off('data', onData);
}
function onClose() {
  this.removeListener('data', onData);
  this.removeListener('close', onClose);
}

const server = net.createServer((socket) => {
  new Channel().use(socket.setEncoding('utf8'));
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const send = () =>
    new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => setTimeout(() => socket.end('hello'), 100));
      socket.resume().on('close', resolve);
    });
  await Promise.all([send(), send()]);
  await send();
  server.close(() => console.log(received));
});
