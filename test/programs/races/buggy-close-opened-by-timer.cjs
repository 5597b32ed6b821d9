// expect: race.order.use-after-close 13,29 ; race.order.use-after-close 39,49
// A connection is lost, and a timer is to open a new one; whoever closes meanwhile does not clear it, and it does not look whether anybody still wants one.
const net = require('node:net');

class Feed {
  constructor(port) {
    this.port = port;
    this.stopped = false;
    this.socket = null;
  }

  start() {
    this.socket = net.connect(this.port, '127.0.0.1');
    this.socket.on('error', () => {});
    this.socket.once('close', () => {
      this.lost();
    });
  }

  lost() {
    this.socket = null;
    if (this.stopped) return;
    setTimeout(() => {
      this.start();
    }, 120);
  }

  stop() {
    this.stopped = true;
    this.socket?.destroy();
  }
}

// What was closed is no longer any good, and is closed once more.
const radio = { wanted: false, line: null };

function tune(port) {
  const line = net.connect(port, '127.0.0.1', () => {
    radio.line = line;
  });
  line.on('error', () => {});
  line.on('close', () => {
    if (radio.wanted) setTimeout(tune, 120, port);
  });
}

function close() {
  radio.line?.destroy();
  radio.wanted = false;
}

const sockets = [];
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  sockets.push(socket);
  if (sockets.length <= 2) setTimeout(() => socket.destroy(), 20);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const feed = new Feed(port);
  feed.start();
  radio.wanted = true;
  tune(port);
  setTimeout(() => {
    feed.stop();
    close();
  }, 90);
  setTimeout(() => {
    console.log(sockets.length);
    for (const socket of sockets) socket.destroy();
    server.close();
  }, 400);
});
