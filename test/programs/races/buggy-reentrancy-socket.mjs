// expect: race.reentrancy? 12,15
// A weather station takes readings over sockets and keeps their mean. One came in this run: of two at once one reading would be lost.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const mean = { of: 0, value: 0 };

const server = net.createServer((socket) => {
  socket.on('data', async (chunk) => {
    const reading = Number(chunk);
    const { of } = mean;
    await delay(2);
    mean.value = (mean.value * of + reading) / (of + 1);
    mean.of = of + 1;
    socket.end('ok');
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = net.connect(server.address().port, '127.0.0.1');
client.end('21');
client.resume();
await once(client, 'close');
console.log(mean.value);
server.close();
