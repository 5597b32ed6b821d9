// expect: nothing
import fs from 'node:fs';
import { once } from 'node:events';

// The same work on a file, before the script is loaded: nobody is served yet.
let blinks = 0;
const lamp = setInterval(() => blinks++, 10);

const words = new Map();

function count(text) {
  const parts = text.split(' ');
  const until = process.cpuUsage().user + 400_000;
  let sum = 0;
  while (process.cpuUsage().user < until) {
    for (const part of parts) {
      words.set(part, (words.get(part) ?? 0) + 1);
      sum += part.length;
    }
  }
  return sum;
}

const source = fs.createReadStream(new URL(import.meta.url), 'utf8');
let text = '';
source.on('data', (piece) => (text += piece));
source.on('end', () => console.log(count(text) > 0));
await once(source, 'close');
clearInterval(lamp);
console.log(words.size > 10);
