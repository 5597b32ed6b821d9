// expect: nothing
// never: await.sequential await.in-loop
// Several things are opened at once, and what comes next works by them: lines to a counter, sluices of a lock, the doors of a stage.
import net from 'node:net';
import { once } from 'node:events';

const counter = net.createServer((socket) => socket.on('data', () => socket.write('1'))).listen(0, '127.0.0.1');
await once(counter, 'listening');

const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

const exchange = {
  openLines(count) {
    return new Promise((resolve, reject) => {
      const socket = net.connect(counter.address().port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => setTimeout(() => resolve(socket), 50, count));
    });
  },
  busy: () => after(50, 0),
};

let level = 4;
const sluice = {
  openGates(count) {
    level -= count;
    return after(50, count);
  },
  level: () => after(50, level),
};

const lit = new Set();
async function openCurtains(stage) {
  await after(50);
  lit.add(stage);
  return stage;
}
async function mayBegin(stage) {
  await after(50);
  return lit.has(stage);
}

async function call() {
  const line = await exchange.openLines(2);
  const busy = await exchange.busy();
  line.destroy();
  return busy;
}

async function passage() {
  const gates = await sluice.openGates(1);
  const now = await sluice.level();
  return [gates, now];
}

async function evening(stage) {
  const curtain = await openCurtains(stage);
  const ready = await mayBegin(stage);
  return [curtain, ready];
}

for (const stage of ['left', 'right', 'back']) {
  console.log(await call(), (await passage()).length, (await evening(stage)).length);
}
counter.close();
