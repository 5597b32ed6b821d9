// expect: nothing
// The store refuses what comes after its end, and ends when all notes are there.
import { setTimeout as sleep } from 'node:timers/promises';

class Archive {
  #ended = false;
  #lines = [];

  async write(line) {
    if (this.#ended) throw new Error('archive has ended');
    await sleep(2);
    this.#lines.push(line);
    return this.#lines.length;
  }

  async end() {
    this.#ended = true;
    await sleep(1);
    return this.#lines.length;
  }
}

const archive = new Archive();
const notes = [];
let refused = 0;

async function describe(find) {
  await sleep(12);
  return `${find}: bronze`;
}

async function note(find) {
  await archive.write(find);
  const text = await describe(find);
  // The second line of a find.
  await archive.write(text);
}

for (const find of ['coin', 'brooch', 'needle']) {
  await archive.write(`found ${find}`);
  notes.push(note(find).catch(() => refused++));
}
await Promise.all(notes);
const lines = await archive.end();
await sleep(40);
console.log(lines, refused);
