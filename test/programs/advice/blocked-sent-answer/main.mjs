// expect: loop.blocked main.mjs:13 | loop.blocked main.mjs:14 | loop.blocked main.mjs:21
// Each answer goes out before the routes are worked out anew, and yet it is read only when they are: the loop is busy until then.
import net from 'node:net';
import { once } from 'node:events';

const stops = Array.from({ length: 400 }, (_, i) => ({ x: (i * 7919) % 1000, y: (i * 104_729) % 1000 }));
let shortest = Infinity;

function workOutRoutes() {
  const begin = process.cpuUsage().user;
  let best = Infinity;
  while (process.cpuUsage().user - begin < 400_000) {
    for (const a of stops) {
      for (const b of stops) if (a !== b) best = Math.min(best, Math.hypot(a.x - b.x, a.y - b.y));
    }
  }
  shortest = best;
}

function later() {
  setImmediate(workOutRoutes);
}

const server = net.createServer((socket) => {
  socket.on('data', (stop) => {
    socket.end(`${stop} in ${3 + stop.length} minutes\n`);
    later();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function ask(stop) {
  const socket = net.connect(server.address().port, '127.0.0.1');
  socket.setEncoding('utf8');
  socket.write(stop);
  let text = '';
  for await (const part of socket) text += part;
  return text.trim();
}

for (const stop of ['harbour', 'market']) console.log(await ask(stop));
console.log(shortest < Infinity);
server.close();
