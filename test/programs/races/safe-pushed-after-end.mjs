// expect: nothing
// The stream ends when the last answer is there: its flush waits for those that are on their way, or each chunk is done when it has been pushed.
import { Readable, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const look = (id) => delay(10, `${id}!`);

class Named extends Transform {
  #open = new Set();
  constructor() {
    super({ objectMode: true });
  }
  _transform(row, _encoding, callback) {
    const work = this.#name(row).finally(() => this.#open.delete(work));
    this.#open.add(work);
    callback();
  }
  async #name(row) {
    this.push({ id: row, name: await look(row) });
  }
  async _flush(callback) {
    await Promise.all(this.#open);
    callback();
  }
}

const priced = () => {
  const open = [];
  return new Transform({
    objectMode: true,
    transform(row, _encoding, done) {
      open.push(look(row).then(() => this.push({ row })));
      done();
    },
    flush(done) {
      Promise.all(open).then(() => done(), done);
    },
  });
};

const waited = () =>
  new Transform({
    objectMode: true,
    transform(row, _encoding, done) {
      look(row).then((name) => {
        this.push({ row, name });
        done();
      }, done);
    },
  });

for (const stream of [new Named(), priced(), waited()]) {
  stream.on('error', (error) => console.log(error.code)).resume();
  Readable.from(['a', 'b']).pipe(stream);
  await delay(60);
}
