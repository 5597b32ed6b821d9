// expect: race.order.use-after-close 15 ; race.order.use-after-close 26 ; race.order.use-after-close 41
// The last answers come when the source has ended, and the stream with it: nothing has told it to wait for them.
import { Readable, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const look = (id) => delay(10, `${id}!`);

class Named extends Transform {
  constructor() {
    super({ objectMode: true });
  }
  async _transform(row, _encoding, callback) {
    callback();
    const name = await look(row);
    this.push({ id: row, name });
  }
}

const priced = () =>
  new Transform({
    objectMode: true,
    transform(row, _encoding, done) {
      setTimeout(
        () => {
          look(row).then(() => {
            this.push(row);
          });
        },
        5,
      );
      done();
    },
  });

const numbered = (look) =>
  new Transform({
    objectMode: true,
    transform(row, _encoding, done) {
      look(row, (error, number) => {
        if (error) return this.destroy(error);
        this.push({ row, number });
      });
      return done(null);
    },
  });

for (const stream of [new Named(), priced(), numbered((row, answer) => setTimeout(answer, 10, null, row.length))]) {
  stream.on('error', (error) => console.log(error.code)).resume();
  Readable.from(['a', 'b']).pipe(stream);
  await delay(60);
}
