// expect: race.order.last-write 21
// An async function that says at once that it is done, and pushes when it has waited.
const { Transform, Readable } = require('node:stream');
const { setTimeout: delay } = require('node:timers/promises');

const grams = new Map([['flour', 500], ['salt', 9], ['butter', 250]]);
async function weigh(what) {
  const weight = grams.get(what) ?? 0;
  await delay(weight / 10);
  return weight;
}

let open = 0;
let close = () => {};
const scales = new Transform({
  objectMode: true,
  async transform(what, _encoding, done) {
    open++;
    done(null);
    const weight = await weigh(what);
    this.push(`${what} ${weight}`);
    if (--open === 0) close();
  },
  flush(done) {
    if (open === 0) done();
    else close = done;
  },
});

const lines = [];
scales.on('data', (line) => lines.push(line));
scales.on('end', () => console.log(lines.length));
Readable.from(['flour', 'salt', 'butter']).pipe(scales);
