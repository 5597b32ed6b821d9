// expect: nothing
// Node gives a stream the next chunk only when it is done with the one before: what is left of a line is nobody else's meanwhile.
import { Transform, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

class Lines extends Transform {
  rest = '';
  async _transform(chunk, _encoding, done) {
    const lines = (this.rest + chunk).split('\n');
    await delay(2);
    this.rest = lines.pop();
    for (const line of lines) this.push(line);
    done();
  }
}

class Commands extends Writable {
  constructor() {
    super();
    this.remainder = '';
    this.heard = 0;
  }
  oncommand(line, next) {
    this.heard++;
    setTimeout(next, 2);
  }
  _write(chunk, _encoding, done) {
    const data = this.remainder + chunk.toString();
    let at = 0;
    const readLine = () => {
      const end = data.indexOf('\n', at);
      if (end < 0) {
        this.remainder = data.slice(at);
        return done();
      }
      const line = data.slice(at, end);
      at = end + 1;
      return this.oncommand(line, readLine);
    };
    readLine();
  }
}

const lines = new Lines();
const commands = new Commands();
let seen = 0;
lines.on('data', () => seen++);
for (let i = 0; i < 6; i++) {
  setTimeout(() => {
    lines.write(`a${i}\nb`);
    commands.write(`c${i}\nd`);
  }, 12 * i);
}
await delay(120);
console.log(seen, commands.heard);
