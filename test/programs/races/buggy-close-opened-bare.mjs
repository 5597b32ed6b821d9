// expect: race.order.use-after-close buggy-close-opened-bare.mjs:13
// What is still to be asked, by a timer, is left when the meter is opened anew without tables: it meets none.
import assert from 'node:assert/strict';
import net from 'node:net';

class Meter {
  open(options, done) {
    this.tables = options.tables;
    this.socket = net.connect(options.port, done);
  }

  isShort(address) {
    return address < this.tables.long;
  }
}

const server = net.createServer((socket) => socket.resume());
server.listen(0, () => {
  const { port } = server.address();
  const meter = new Meter();
  meter.open({ port, tables: { long: 5000 } }, () => {
    console.log(meter.isShort(4000));
    meter.socket.destroy();
    openBare(meter, port);
  });
});

function openBare(meter, port) {
  setTimeout(() => {
    assert.throws(() => meter.isShort(4000), TypeError);
    server.close();
  }, 80);
  meter.open({ port }, () => meter.socket.destroy());
}
