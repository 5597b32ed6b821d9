// expect: nothing
// Who reads the stream puts in order what comes out of it.
import { Readable, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

class Stops extends Transform {
  jobs = [];
  _transform(stop, _encoding, callback) {
    const job = delay(stop.wait).then(() => 'on time').then((state) => this.push({ ...stop, state }));
    this.jobs.push(job);
    callback();
  }
  _flush(callback) {
    Promise.all(this.jobs).then(() => callback(), callback);
  }
}

const stops = [{ km: 1, wait: 20 }, { km: 2, wait: 2 }];
const board = await Readable.from(stops).pipe(new Stops({ objectMode: true })).toArray();
board.sort((a, b) => a.km - b.km);
console.log(board.map(({ km, state }) => `${km} ${state}`).join());
