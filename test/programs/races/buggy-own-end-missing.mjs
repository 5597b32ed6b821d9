// expect: race.order.use-after-close 24,32
// A frame of a protocol writes its trailer when what was written before has gone out, which a line takes one by one; whoever has begun it has ended it by then.
import { Writable } from 'node:stream';

const wire = [];
const line = [];
const beat = setInterval(() => {
  const next = line.shift();
  if (next === undefined) return;
  wire.push(next.text);
  next.done();
}, 2);

class Frame extends Writable {
  _write(chunk, encoding, done) {
    line.push({ text: chunk.toString(), done });
  }

  begin(text) {
    this.write(text, () => this.finish());
  }

  finish() {
    this.write('.', () => {});
  }
}

function send(text) {
  const frame = new Frame();
  setTimeout(() => {
    frame.begin(text);
    frame.end();
  }, 5);
  return new Promise((resolve) => {
    frame.on('error', resolve);
  });
}

await Promise.all([send('one'), send('two')]);
clearInterval(beat);
console.log(wire.join(' '));
