// expect: nothing
// The station of buggy-reentrancy-socket.mjs waits first; its client keeps a count of what it was answered, and no second call can come to that.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const mean = { of: 0, value: 0 };
const sent = { answers: 0 };

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', async (chunk) => {
    const reading = Number(chunk);
    await delay(2);
    mean.value = (mean.value * mean.of + reading) / (mean.of + 1);
    mean.of++;
    socket.end('ok');
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = net.connect(server.address().port, '127.0.0.1');
client.end('21');
client.once('data', async () => {
  const { answers } = sent;
  await delay(1);
  sent.answers = answers + 1;
});
await once(client, 'close');
await delay(50);
console.log(mean.value, sent.answers);
server.close();
