// expect: loop.blocked main.mjs:13 | loop.blocked main.mjs:14 | loop.blocked main.mjs:22 | loop.blocked main.mjs:12
// On some versions of Node all of it runs in the turn in which the module is loaded; the lamp stands still all the same.
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

let blinks = 0;
const lamp = setInterval(() => blinks++, 10);

function sharpen(tile) {
  const begin = process.cpuUsage().user;
  let rounds = 0;
  while (process.cpuUsage().user - begin < 250_000) {
    for (let i = 1; i < tile.length; i++) tile[i] = (tile[i] + tile[i - 1]) >> 1;
    rounds++;
  }
  return rounds;
}

const sharpener = new Transform({
  objectMode: true,
  transform(tile, _encoding, done) {
    const rounds = sharpen(tile);
    done(null, { bytes: tile.length, rounds });
  },
});

const sharp = [];
const gallery = new Writable({
  objectMode: true,
  write(tile, _encoding, done) {
    sharp.push(tile);
    setImmediate(done);
  },
});

const tiles = [1, 2, 3].map((n) => Buffer.alloc(20_000, n * 50));
await pipeline(Readable.from(tiles), sharpener, gallery);
clearInterval(lamp);
console.log(sharp.length, sharp.every((tile) => tile.rounds > 0));
