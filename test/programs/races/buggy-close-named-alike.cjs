// expect: race.order.use-after-close 25,19
// A class of the program's own has the name of the one of Node that it holds, and none of its methods.
const net = require('net');
const { brotliCompress } = require('zlib');

class Socket {
  constructor(wire, lift) {
    this.wire = wire;
    this.lift = lift;
    wire.on('error', () => {});
    wire.on('data', (line) => {
      if (String(line).startsWith('leave')) this.leave();
    });
  }

  leave() {
    this.gone = true;
    this.lift.sockets.delete(this);
    this.wire.end();
  }

  tell(state, done) {
    brotliCompress(JSON.stringify(state), (error, packet) => {
      if (error) return done(error);
      this.wire.write(packet, done);
    });
  }
}

const lift = { sockets: new Set() };
const cabin = net.createServer((wire) => lift.sockets.add(new Socket(wire, lift)));
cabin.listen(0, '127.0.0.1', () => {
  const rider = net.connect(cabin.address().port, '127.0.0.1', () => rider.write('hello'));
  rider.on('error', () => {});
  rider.resume();
  setTimeout(() => {
    const floors = Array.from({ length: 30_000 }, (_, i) => i * 7919);
    for (const socket of lift.sockets) socket.tell({ floors }, (error) => console.log('told', error ? 'too late' : 'in time'));
    rider.write('leave');
  }, 20);
  setTimeout(() => cabin.close(), 400);
});
