// expect: race.check-then-act 18
// Two calls each end the connection that is there and open a new one, and only one of the new ones is known afterwards.
import net from 'node:net';

class Link {
  socket = null;
  constructor(port) {
    this.port = port;
  }

  dial() {
    return net.connect(this.port, '127.0.0.1');
  }

  open(done) {
    const socket = this.dial();
    socket.once('connect', () => {
      this.socket = socket;
      done();
    });
  }

  close(done) {
    if (this.socket === null) return done();
    this.socket.once('close', () => {
      this.socket = null;
      done();
    });
    this.socket.end();
  }

  renew(done) {
    this.close(() => this.open(done));
  }
}

const peers = new Set();
const server = net.createServer((peer) => {
  peers.add(peer);
  peer.on('error', () => {});
});
server.listen(0, () => {
  const link = new Link(server.address().port);
  link.open(() => {
    let left = 2;
    const done = () => {
      if (--left > 0) return;
      console.log('renewed', link.socket !== null);
      server.close();
      setTimeout(() => peers.forEach((peer) => peer.destroy()), 20);
    };
    link.renew(done);
    link.renew(done);
  });
});
