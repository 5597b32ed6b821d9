// expect: nothing
// What comes in one chunk is done by listeners that wait: one after the other, only the newest, each in a place of its own, made more, or the greatest.
import { createServer, connect } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const state = { chained: 0, numbered: 0, rows: {}, sum: 0, most: 0, seen: 0, equal: '' };
let left = 14;
let landed;
const flown = new Promise((resolve) => (landed = resolve));
const done = () => {
  if (--left === 0) landed();
};
async function verify(line) {
  const [number, value] = line.split(' ');
  await delay(line.length);
  return { number: Number(number), value: Number(value), unit: 'm' };
}

function listen(lines) {
  let tail = Promise.resolve();
  let newest = 0;
  lines.on('line', (line) => {
    tail = tail.then(async () => {
      const { value } = await verify(line);
      state.chained = value;
      done();
    });
  });
  lines.on('line', async (line) => {
    const { number, value } = await verify(line);
    done();
    if (number < newest) return;
    newest = number;
    state.numbered = value;
  });
  lines.on('line', async (line) => {
    const { number, value } = await verify(line);
    state.rows[number] = value;
    done();
  });
  lines.on('line', async (line) => {
    const { value } = await verify(line);
    state.sum += value;
    done();
  });
  lines.on('line', async (line) => {
    const { value } = await verify(line);
    if (value > state.most) state.most = value;
    done();
  });
  lines.on('line', async (line) => {
    await verify(line);
    state.seen = Date.now();
    done();
  });
  lines.on('line', async (line) => {
    const { unit } = await verify(line);
    state.equal = unit;
    done();
  });
}

const tower = createServer((socket) => listen(createInterface({ input: socket }))).listen(0, '127.0.0.1');
await once(tower, 'listening');
const pilot = connect(tower.address().port, '127.0.0.1');
pilot.write('1 90 mind the weather in the valley\n2 270\n');
await flown;
const { chained, numbered, rows, sum, most, seen, equal } = state;
console.log(chained, numbered, rows[1], rows[2], sum, most, seen > 0, equal);
pilot.destroy();
tower.close();
