// expect: race.check-then-act 13,17
// A printer takes one connection at a time, which is opened when the first page comes. The second page came when it was there; had it come earlier, each would have opened one.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const printer = net.createServer((socket) => socket.resume());
printer.listen(0, '127.0.0.1');
await once(printer, 'listening');

let line;
async function connected() {
  if (!line) {
    const { port } = printer.address();
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    line = socket;
  }
  return line;
}

async function print(page, afterMs) {
  await delay(afterMs);
  const socket = await connected();
  socket.write(`${page}\n`);
}

await Promise.all([print('cover', 2), print('index', 90)]);
line.end();
await once(line, 'close');
printer.close();
console.log('printed');
