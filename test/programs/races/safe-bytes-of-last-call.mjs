// expect: nothing
// `read.bytes` tells how much the last call has read. Each letter is read in one step: what its parts have left there is used before anybody else reads.
import { setTimeout as delay } from 'node:timers/promises';

function number(buffer, at) {
  let value = 0;
  let size = 0;
  for (;;) {
    const byte = buffer[at + size];
    value += ((byte ?? 0) & 127) * 128 ** size++;
    if (!(byte >= 128)) break;
  }
  number.bytes = size;
  return value;
}

function text(buffer, at) {
  const size = number(buffer, at);
  const from = at + number.bytes;
  text.bytes = number.bytes + size;
  return buffer.toString('latin1', from, from + size);
}

class Letters {
  seen = new Map();

  constructor(bags) {
    this.bags = bags;
  }

  async letter(bag, place) {
    const buffer = await this.fetch(bag);
    let at = 0;
    let found = '';
    for (let i = 0; i <= place; i++) {
      found = text(buffer, at);
      at += text.bytes;
    }
    return { found, next: await this.size(bag, at) };
  }

  async size(bag, at) {
    const buffer = await this.fetch(bag);
    return at < buffer.length ? text(buffer, at).length + text.bytes : 0;
  }

  async fetch(bag) {
    await delay(2);
    return this.bags[bag];
  }
}

const pack = (...words) => Buffer.concat(words.map((word) => Buffer.from([word.length, ...Buffer.from(word)])));
const letters = new Letters([pack('oslo', 'bergen', 'moss'), pack('turku', 'espoo', 'oulu')]);
const all = await Promise.all([0, 1, 0, 1].map((bag, i) => letters.letter(bag, i % 3)));
console.log(all.map(({ found, next }) => `${found} ${next}`).join());
