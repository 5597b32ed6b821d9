// expect: loop.blocked main.mjs:14 | loop.blocked main.mjs:15 | loop.blocked main.mjs:25 | loop.blocked main.mjs:13
import net from 'node:net';
import { once } from 'node:events';

// A script that is server and client awaits at its top level to the end: what comes in on a connection is no start-up.
let ticks = 0;
const ticker = setInterval(() => ticks++, 10);

const server = net.createServer((socket) => {
  let size = 0;
  const sum = () => {
    const until = process.cpuUsage().user + 400_000;
    let total = 0;
    while (process.cpuUsage().user < until) {
      for (let i = 0; i < 10_000; i++) total = (total * 31 + i) | 0;
    }
    return total;
  };
  socket.on('data', (chunk) => {
    size += chunk.length;
    if (size < 200_000) return;
    socket.pause();
    size = 0;
    const answer = `${typeof sum()}\n`;
    socket.end(answer);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const socket = net.connect(server.address().port, '127.0.0.1');
socket.write(Buffer.alloc(200_000, 1));
const [answer] = await once(socket, 'data');
clearInterval(ticker);
console.log(String(answer).trim());
server.close();
