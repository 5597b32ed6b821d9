// expect: nothing
// A connection is lost, and a timer is to open a new one: whoever closes clears it, or it looks again, at once or when the new one is there; and who starts anew wants it.
const net = require('node:net');

class Feed {
  constructor(port, how) {
    this.port = port;
    this.how = how;
    this.stopped = false;
    this.socket = null;
  }

  start() {
    if (this.how === 'looks' && this.stopped) return;
    this.stopped = false;
    this.connect();
  }

  connect() {
    this.socket = net.connect(this.port, '127.0.0.1');
    this.socket.on('error', () => {});
    this.socket.once('close', () => this.lost());
  }

  lost() {
    this.socket = null;
    if (this.stopped) return;
    this.timer = setTimeout(() => this.start(), 120);
  }

  stop() {
    if (this.how === 'clears') clearTimeout(this.timer);
    this.stopped = true;
    this.socket?.destroy();
  }
}

const radio = { wanted: true, line: null };

function tune(port) {
  radio.line = net.connect(port, '127.0.0.1', () => {
    if (!radio.wanted) radio.line.destroy();
  });
  radio.line.on('error', () => {});
  radio.line.on('close', () => {
    if (radio.wanted) setTimeout(tune, 120, port);
  });
}

function close() {
  radio.wanted = false;
  radio.line.destroy();
}

const sockets = [];
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  sockets.push(socket);
  if (sockets.length <= 3) setTimeout(() => socket.destroy(), 20);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const feeds = [new Feed(port, 'looks'), new Feed(port, 'clears')];
  for (const feed of feeds) feed.start();
  tune(port);
  setTimeout(() => {
    for (const feed of feeds) feed.stop();
    close();
  }, 90);
  setTimeout(() => feeds[1].start(), 250);
  setTimeout(() => {
    console.log(sockets.length);
    for (const feed of feeds) feed.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
  }, 400);
});
