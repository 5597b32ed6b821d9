// expect: nothing
// The answer is made of what is worked out: who has asked waits for that, and nobody else is there.
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

const server = net.createServer((socket) => {
  socket.on('data', (stop) => {
    workOutRoutes();
    socket.end(`${stop}: ${Math.round(shortest)}\n`);
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
