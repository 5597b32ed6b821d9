// expect: race.order.use-after-close 21,34,33
// A timer closes a line that has had a rest, and another list takes the place of the one that it is in only when its close is over. Who prints meanwhile gets a closed one. Here nobody does.
import net from 'node:net';
import { once } from 'node:events';

let isGone;
const gone = new Promise((resolve) => (isGone = resolve));
const printer = net.createServer((peer) => {
  peer.on('error', () => {});
  // The other side is closed in the same turn of the loop.
  peer.on('close', () => setImmediate(isGone));
  peer.on('data', (text) => peer.write(text));
});
printer.listen(0, '127.0.0.1');
await once(printer, 'listening');
const { port } = printer.address();

let resting = [];

function lineToPrinter() {
  const kept = resting.shift();
  if (kept) {
    clearTimeout(kept.timer);
    return kept;
  }
  const line = net.connect(port, '127.0.0.1');
  line.on('error', () => {});
  return line;
}

function rest(line) {
  resting.push(line);
  line.timer = setTimeout(() => line.destroy(), 20);
  line.once('close', () => (resting = resting.filter((other) => other !== line)));
}

async function print(text) {
  const line = lineToPrinter();
  line.write(text);
  const [echo] = await once(line, 'data');
  rest(line);
  return String(echo);
}

console.log(await print('first page'));
await gone;
console.log(await print('second page'));
printer.close();
