// expect: loop.blocked main.mjs:17 | loop.blocked main.mjs:18 | loop.blocked main.mjs:28 | loop.blocked main.mjs:14 | loop.blocked main.mjs:13
import net from 'node:net';
import { once } from 'node:events';

// A script that awaits at its top level to the end is server and client: a text that has come in whole is counted in one go, and the lamp does not blink meanwhile.
let blinks = 0;
const lamp = setInterval(() => blinks++, 10);

const words = new Map();

function count(text) {
  const parts = text.split(' ');
  const until = process.cpuUsage().user + 400_000;
  let sum = 0;
  while (process.cpuUsage().user < until) {
    for (const part of parts) {
      words.set(part, (words.get(part) ?? 0) + 1);
      sum += part.length;
    }
  }
  return sum;
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (piece) => (text += piece));
  socket.on('end', () => socket.end(`${count(text) > 0}\n`));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const client = net.connect(server.address().port, '127.0.0.1');
client.end('so much the better '.repeat(200));
const [answer] = await once(client, 'data');
clearInterval(lamp);
console.log(String(answer).trim(), words.size);
server.close();
