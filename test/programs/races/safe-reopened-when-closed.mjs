// expect: nothing
// A line is opened again when it has been closed, for which nobody listens before it stands: the two calls never overlap.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const guests = [];
const server = net.createServer((guest) => {
  guest.on('error', () => {});
  guest.resume();
  if (guests.push(guest) === 1) setTimeout(() => guest.destroy(), 10);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

let line = null;
async function open() {
  if (line) return;
  const made = net.connect(port, '127.0.0.1');
  await once(made, 'connect');
  line = made;
  made.resume();
  made.on('close', () => {
    line = null;
    void again();
  });
}

async function again() {
  await sleep(10);
  if (server.listening) await open();
}

await open();
await sleep(120);
console.log('open', line !== null);
server.close();
for (const guest of guests) guest.destroy();
