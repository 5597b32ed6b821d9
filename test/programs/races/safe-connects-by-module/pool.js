const { EventEmitter } = require('node:events');
const net = require('node:net');

function closeHandler(pool, socket) {
  const { state } = pool;
  return () => {
    if (state !== 'open') return;
    pool.sockets.delete(socket);
    if (pool.sockets.size > 0) return;
    pool.state = 'ended';
    pool.emit('drain');
  };
}

class Pool extends EventEmitter {
  constructor() {
    super();
    this.sockets = new Set();
    this.state = 'new';
  }

  open(port) {
    this.state = 'open';
    const socket = net.connect(port);
    this.sockets.add(socket);
    socket.once('connect', () => {
      if (this.state !== 'open') socket.end();
    });
    socket.once('close', closeHandler(this, socket));
  }

  close() {
    for (const socket of this.sockets) socket.end();
  }
}

exports.Pool = Pool;
