// expect: race.order.last-write 15
// Two orders of the pilot come in one chunk, and the listener itself waits: the long one, which came first, is done last.
import { createServer, connect } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const glider = { heading: 0 };
async function verify(line) {
  const parts = line.split(' ');
  await delay(line.length);
  return Number(parts[0]);
}
async function steer(line) {
  glider.heading = await verify(line);
  if (--left === 0) landed();
}

let left = 2;
let landed;
const flown = new Promise((resolve) => (landed = resolve));
const tower = createServer((socket) => createInterface({ input: socket }).on('line', steer)).listen(0, '127.0.0.1');
await once(tower, 'listening');
const pilot = connect(tower.address().port, '127.0.0.1');
pilot.write('90 mind the weather in the valley\n270 now\n');
await flown;
console.log(glider.heading > 0);
pilot.destroy();
tower.close();
