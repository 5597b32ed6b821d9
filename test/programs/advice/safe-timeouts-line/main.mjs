// expect: nothing
// never: io.no-timeout
// stop-after: 6
// Who waits for the next alarm has not asked for it.
import net from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const alarms = net.createServer((socket) => socket.on('data', () => socket.write('listening\n')));
alarms.listen(0, '127.0.0.1');
await once(alarms, 'listening');

const socket = net.connect(alarms.address().port, '127.0.0.1');
const lines = createInterface({ input: socket });
async function subscribe(zone) {
  socket.write(`listen ${zone}\n`);
}
async function next() {
  const [line] = await once(lines, 'line');
  return line;
}
await subscribe('cellar');
console.log(await next());
next().then((line) => console.log(line));
