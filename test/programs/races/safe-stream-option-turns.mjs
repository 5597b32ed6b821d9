// expect: nothing
// One stream writes one chunk after the other: what its `write` reads before a wait nobody has changed behind it.
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const harvest = { crates: 0, kilos: 0, last: '' };
async function weigh(crate) {
  await sleep(1);
  return crate.kilos;
}

async function* crates(names) {
  for (const [at, name] of names.entries()) {
    await sleep(3);
    yield { name, kilos: at + 2 };
  }
}

const scales = new Writable({
  objectMode: true,
  async write(crate, _encoding, done) {
    const { kilos } = harvest;
    const more = await weigh(crate);
    harvest.kilos = kilos + more;
    harvest.crates++;
    harvest.last = crate.name;
    done();
  },
});

await pipeline(Readable.from(crates(['pears', 'plums', 'quinces'])), scales);
console.log(harvest.crates, harvest.kilos, harvest.last);
