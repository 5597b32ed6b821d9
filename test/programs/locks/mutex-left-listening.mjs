// expect: lock.not-released 10 signal
// The first import is refused and keeps the lock; the second waits for ever, while the server keeps the program alive.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Mutex } from 'async-mutex';

const imports = new Mutex();

async function load(name) {
  const unlock = await imports.acquire();
  await new Promise((resolve) => setImmediate(resolve));
  if (!name.endsWith('.csv')) throw new Error(`${name} is no table`);
  unlock();
  return `${name} loaded`;
}

const server = createServer((socket) => {
  socket.once('data', async (line) => {
    const answer = await load(String(line)).catch((error) => error.message);
    socket.end(answer);
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');

for (const name of ['notes.txt', 'prices.csv']) {
  const socket = connect(server.address().port, '127.0.0.1');
  socket.write(name);
  const [answer] = await once(socket, 'data');
  console.log(String(answer));
}
server.close();
