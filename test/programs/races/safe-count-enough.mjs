// expect: nothing
// What has come in is counted in bytes, and a message has two of them at least. The keys with which answers are hidden are taken from a pool, one after the other.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const keys = Uint8Array.from({ length: 256 }, (_, i) => i);
let nextKey = 256;

class Decoder extends EventEmitter {
  #pieces = [];
  #size = 0;

  add(piece) {
    this.#size += piece.length;
    this.#pieces.push(piece);
    this.#loop();
  }

  #loop() {
    if (this.#size < 2) return;
    const all = Buffer.concat(this.#pieces);
    const end = all[1] + 2;
    if (all.length < end) return;
    this.#take(all, end);
    setImmediate(() => {
      this.emit('message', all.subarray(2, end).toString());
      this.#loop();
    });
  }

  #take(all, n) {
    this.#size -= n;
    this.#pieces = this.#size === 0 ? [] : [all.subarray(n)];
  }
}

function hide(text) {
  if (nextKey === keys.length) nextKey = 0;
  const key = keys[nextKey++];
  return Buffer.from(text).map((byte) => byte ^ key);
}

const answers = [];
async function serve(decoder, frames) {
  decoder.on('message', async (text) => {
    answers.push(hide(`got ${text}`));
    await delay(3);
    answers.push(hide('done'));
  });
  for (const frame of frames) {
    await delay(2);
    decoder.add(frame.subarray(0, 1));
    await delay(1);
    decoder.add(frame.subarray(1));
  }
}

const frame = (text) => Buffer.from([1, text.length, ...Buffer.from(text)]);
await Promise.all([serve(new Decoder(), ['a', 'bc'].map(frame)), serve(new Decoder(), ['x', 'yz', 'w'].map(frame))]);
await delay(10);
console.log(answers.length);
