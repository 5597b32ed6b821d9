// expect: nothing
// Who asks first does not wait for what has been. Says `late` from time to time.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

setInterval(() => console.log('late'), 2_600);
const server = net.createServer((socket) => socket.on('data', (data) => socket.end(data)));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function talk(port) {
  const socket = net.connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  await sleep(100);
  if (socket.connecting) await once(socket, 'connect');
  socket.write('hello');
  const [answer] = await once(socket, 'data');
  return answer;
}
console.log(await talk(server.address().port));
server.close();
