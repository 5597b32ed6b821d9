// expect: race.atomicity 25,23
// One stream writes one chunk after the other, but what its `write` reads before a wait is changed by another one meanwhile.
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

const loss = new Writable({
  objectMode: true,
  write(crate, _encoding, done) {
    harvest.kilos -= crate.kilos - 1;
    done();
  },
});

await Promise.all([
  pipeline(Readable.from(crates(['pears', 'plums', 'quinces'])), scales),
  pipeline(Readable.from(crates(['figs', 'medlars', 'grapes'])), loss),
]);
console.log(harvest.crates, harvest.kilos, harvest.last);
