// expect: race.order.use-after-close 27,21
// A class of the program's own has the name of the one of Node that it holds, and none of its methods.
const net = require('net');
const { brotliCompress } = require('zlib');

const floors = Array.from({ length: 9_000 }, (_, i) => i * 7919);

class Socket {
  constructor(wire) {
    this.wire = wire;
    wire.on('error', () => {});
    wire.on('data', (line) => {
      if (String(line).startsWith('leave')) return this.leave();
      this.tell({ floors }, () => console.log('told'));
      wire.write('one moment\n');
    });
  }

  leave() {
    this.gone = true;
    this.wire.end();
  }

  tell(state, done) {
    brotliCompress(JSON.stringify(state), (error, packet) => {
      if (error) return done(error);
      this.wire.write(packet, done);
    });
  }
}

const cabin = net.createServer((wire) => new Socket(wire));
cabin.listen(0, '127.0.0.1', () => {
  const rider = net.connect(cabin.address().port, '127.0.0.1', () => rider.write('hello\n'));
  rider.on('error', () => {});
  rider.once('data', () => {
    rider.write('leave\n');
    rider.resume();
    cabin.close();
  });
});
