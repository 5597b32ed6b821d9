// expect: io.no-timeout main.mjs:17
// stop-after: 9
// It answers the first question only; lines are put together by an emitter of their own.
import net from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const scale = net.createServer((socket) => socket.once('data', () => socket.write('12.5 kg\n')));
scale.listen(0, '127.0.0.1');
await once(scale, 'listening');

const socket = net.connect(scale.address().port, '127.0.0.1');
const lines = createInterface({ input: socket });
const reading = {
  async of(pan) {
    socket.write(`weigh ${pan}\n`);
    const [line] = await once(lines, 'line');
    return line;
  },
};
async function main() {
  console.log(await reading.of('left'));
  console.log(await reading.of('right'));
}
main();
