// expect: race.order.use-before-init 20
// A buoy remembers who has asked it how high the water stands. The ship looks who that was when it has read its log, whether the question has come or not.
import dgram from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

const buoy = dgram.createSocket('udp4');
let asker;
buoy.on('message', (question, from) => {
  asker = { port: from.port, size: question.length };
  buoy.send('3.2', from.port, from.address);
});
buoy.bind(0, '127.0.0.1');
await once(buoy, 'listening');

const ship = dgram.createSocket('udp4');
ship.on('message', (answer) => console.log(String(answer)));
ship.send('water?', buoy.address().port, '127.0.0.1');
const log = await readFile(new URL(import.meta.url), 'utf8');
console.log(asker.size, log.length > 0);
ship.close();
buoy.close();
