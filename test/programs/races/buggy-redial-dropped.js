// expect: race.check-then-act 15,24
// Who redials is told by a callback that it is done. When somebody else has dialled meanwhile there is nothing to do, and nobody calls back: it is never redialled again.
const net = require('node:net');

class Phone {
  constructor(port) {
    this.port = port;
    this.state = 'closed';
    this.redialling = false;
    this.line = null;
  }

  dial(done) {
    // Nobody waits for a line that is there.
    if (this.state !== 'closed') return;
    this.state = 'dialling';
    this.line = net.connect(this.port, () => {
      this.state = 'open';
      if (done) done();
    });
    this.line.on('close', () => this.dropped());
  }

  dropped() {
    this.state = 'closed';
    if (this.redialling || this.isOver) return;
    this.redialling = true;
    setTimeout(() => {
      this.dial(() => {
        this.redialling = false;
      });
    }, 100);
  }

  hangUp() {
    this.isOver = true;
    this.line.destroy();
  }
}

const server = net.createServer((socket) => {
  socket.resume();
  if (server.calls++ === 0) setTimeout(() => socket.destroy(), 20);
});
server.calls = 0;
server.listen(0, '127.0.0.1', () => {
  const phone = new Phone(server.address().port);
  phone.dial();
  // The user presses the button.
  setTimeout(() => phone.dial(), 60);
  setTimeout(() => {
    console.log('calls', server.calls);
    phone.hangUp();
    server.close();
  }, 250);
});
