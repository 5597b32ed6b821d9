// expect: nothing
// Who opens a meter anew without tables is refused what needs them: what is asked when it is open comes of that very step, behind the change.
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
  meter.open({ port }, () => {
    assert.throws(() => meter.isShort(4000), TypeError);
    meter.socket.destroy();
    server.close();
  });
}
