// expect: race.atomicity 9,11 ; race.atomicity 25,28
import { setTimeout as sleep } from 'node:timers/promises';

class Lines {
  text = '';

  async take(part, use) {
    this.text += part;
    const end = this.text.indexOf('\n');
    await use(this.text.slice(0, end));
    this.text = this.text.slice(end + 1);
  }
}

const seen = [];
const keep = async (line) => {
  await sleep(5);
  seen.push(line);
};

let bytes = Buffer.alloc(0);

async function receive(chunk) {
  bytes = Buffer.concat([bytes, chunk]);
  while (bytes.length > 1) {
    const size = bytes[0];
    await keep(bytes.subarray(1, size + 1).toString());
    bytes = bytes.subarray(size + 1);
  }
}

const lines = new Lines();
await Promise.all(['one\ntwo\n', 'three\n'].map((part) => lines.take(part, keep)));
await Promise.all([receive(Buffer.from([2, 65, 66])), receive(Buffer.from([1, 67]))]);
