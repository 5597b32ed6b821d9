// expect: nothing
// The potters come when the one who lights the kiln has his answer.
import net from 'node:net';
import { once } from 'node:events';
const workshop = { kiln: null };
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (data) => {
    const [verb, what] = String(data).split(' ');
    if (verb === 'light') {
      workshop.kiln = { wood: what, pots: [] };
      socket.write('lit');
    } else {
      workshop.kiln.pots.push(what);
      socket.write(`${what} burns on ${workshop.kiln.wood}`);
    }
  });
});
async function tell(port, text) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(text);
  const [answer] = await once(socket, 'data');
  socket.end();
  return String(answer);
}
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
await tell(port, 'light oak');
console.log(await Promise.all(['jug', 'bowl'].map((pot) => tell(port, `burn ${pot}`))));
server.close();
