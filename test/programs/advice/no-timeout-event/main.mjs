// expect: io.no-timeout main.mjs:15
// stop-after: 9
import net from 'node:net';
import { once } from 'node:events';

// It answers the first question only.
const keeper = net.createServer((socket) => socket.once('data', () => socket.write('+1\n')));
keeper.listen(0, '127.0.0.1');
await once(keeper, 'listening');

const socket = net.createConnection(keeper.address().port, '127.0.0.1');
socket.setEncoding('utf8');
async function ask(question) {
  socket.write(`${question}\n`);
  const [answer] = await once(socket, 'data');
  return Number(answer);
}
async function main() {
  console.log(await ask('next'));
  console.log(await ask('next'));
}
main();
