// expect: nothing
// A listener that is added in the step that sets what it uses, and that is taken away by its name.
import net from 'node:net';

const kChannel = Symbol('channel');
let received = 0;

class Channel {
  _receiver = null;
  use(socket) {
    this._receiver = { take: (text) => text.length };
    socket[kChannel] = this;
    socket.on('data', onData);
    socket.on('close', onClose);
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
      const socket = net.connect(port, '127.0.0.1', () => socket.end('hello'));
      socket.resume().on('close', resolve);
    });
  await Promise.all([send(), send()]);
  await send();
  server.close(() => console.log(received));
});
