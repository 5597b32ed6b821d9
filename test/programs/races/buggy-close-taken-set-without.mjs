// expect: race.order.use-after-close 22,14,16
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const rested = new Map();

async function dial(harbour) {
  const pilot = net.connect(harbour);
  await once(pilot, 'connect');
  pilot.on('error', () => {});
  pilot.setTimeout(80);
  pilot.on('timeout', () => {
    pilot.end();
  });
  pilot.on('close', () => rested.set(harbour, rested.get(harbour).filter((other) => other !== pilot)));
  return pilot;
}

async function pilotFor(harbour) {
  const resting = rested.get(harbour) ?? [];
  return resting.shift() ?? dial(harbour);
}

function rest(harbour, pilot) {
  const resting = rested.get(harbour) ?? [];
  rested.set(harbour, [...resting, pilot]);
}

async function guide(harbour, ship) {
  const pilot = await pilotFor(harbour);
  pilot.write(ship);
  const [berth] = await once(pilot, 'data');
  rest(harbour, pilot);
  return String(berth);
}

const office = net.createServer((socket) => socket.on('data', (ship) => socket.write(`berth of ${ship}`)));
await once(office.listen(0), 'listening');
const { port } = office.address();
console.log(await guide(port, 'Maria'));
console.log(await guide(port, 'Anna'));
await delay(200);
console.log(rested.get(port).length);
office.close();
