// expect: race.order.use-after-close 21,26
// Who has been given a line at once has not come to use it when all of them are closed.
import net from 'node:net';
import { once } from 'node:events';

const server = net.createServer((socket) => socket.on('error', () => {}).resume());
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const line = net.connect(server.address().port, '127.0.0.1');
line.on('error', (error) => console.log(error.code));
await once(line, 'connect');

const free = [line];

async function take() {
  return free[0];
}

async function tell(word) {
  const taken = await take();
  taken.write(word);
}

async function closeAll() {
  for (const taken of free) {
    taken.end();
    await new Promise((resolve) => taken.once('close', resolve));
  }
}

await tell('first');
const late = tell('second');
await closeAll();
await late;
server.close();
