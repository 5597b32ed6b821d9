// expect: nothing
// Each call ends the connection that is there and opens a new one, when the call before has done so.
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

  waiting = [];
  renew(done) {
    this.waiting.push(done);
    if (this.waiting.length === 1) this.next();
  }

  next() {
    const [done] = this.waiting;
    this.close(() => {
      this.open(() => {
        this.waiting.shift();
        done();
        if (this.waiting.length > 0) this.next();
      });
    });
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
