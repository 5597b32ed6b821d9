// expect: race.order.use-before-init 28,22
// A kiln sends its readings as soon as somebody connects. What the client sets when it has been let in is set after the first of them may have come.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

class KilnClient {
  constructor(port) {
    this.port = port;
    this.link = null;
    this.readings = [];
  }

  async open() {
    const socket = connect(this.port, '127.0.0.1');
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      for (const line of text.trim().split('\n')) this.take(line);
    });
    await once(socket, 'connect');
    await pause(5);
    this.link = socket;
  }

  async take(line) {
    this.readings.push(Number(line));
    await pause(25);
    this.link.write(`got ${line}\n`);
  }

  close() {
    this.link.end();
  }
}

const receipts = [];
const kiln = createServer((socket) => {
  socket.setEncoding('utf8');
  socket.on('data', (text) => receipts.push(...text.trim().split('\n')));
  socket.write('940\n1020\n');
});
kiln.listen(0, '127.0.0.1');
await once(kiln, 'listening');

const client = new KilnClient(kiln.address().port);
await client.open();
await pause(120);
client.close();
kiln.close();
await once(kiln, 'close');
console.log(client.readings.join(), receipts.join());
