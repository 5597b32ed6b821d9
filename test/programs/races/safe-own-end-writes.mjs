// expect: nothing
// A frame of a protocol ends itself: its own `end` writes the rest and the trailer, which a line takes one by one, and only then what it extends is ended.
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

  end(text) {
    this.write(text, () => this.finish());
  }

  finish() {
    this.write('.', () => super.end());
  }
}

function send(text) {
  const frame = new Frame();
  setTimeout(() => frame.end(text), 5);
  return new Promise((resolve) => {
    frame.on('finish', resolve);
  });
}

await Promise.all([send('one'), send('two')]);
clearInterval(beat);
console.log(wire.toSorted().join(' '));
