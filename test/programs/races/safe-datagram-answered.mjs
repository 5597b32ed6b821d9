// expect: nothing
// A buoy tells whoever asks how high the water stands, and remembers who asked. It is looked at when the answer has come.
import dgram from 'node:dgram';
import { once } from 'node:events';

const buoy = dgram.createSocket('udp4');
let asker;
buoy.on('message', (question, from) => {
  asker = { port: from.port, size: question.length };
  buoy.send('3.2', from.port, from.address);
});
buoy.bind(0, '127.0.0.1');
await once(buoy, 'listening');

const ship = dgram.createSocket('udp4');
const answer = await new Promise((resolve) => {
  ship.on('message', resolve);
  ship.send('water?', buoy.address().port, '127.0.0.1');
});
console.log(String(answer), asker.size, asker.port === ship.address().port);
ship.close();
buoy.close();
