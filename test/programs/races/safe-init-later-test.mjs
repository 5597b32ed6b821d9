// expect: nothing
// An option that a later test sets for itself was not there in the test before: nobody could have waited for it.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

class Transit {
  constructor() {
    this.opts = {};
    this.sent = [];
  }
  send(stream) {
    stream.on('data', (chunk) => {
      if (this.opts.maxChunkSize > 0 && chunk.length > this.opts.maxChunkSize) {
        for (let at = 0; at < chunk.length; at += this.opts.maxChunkSize) this.sent.push(chunk.subarray(at, at + this.opts.maxChunkSize));
      } else this.sent.push(chunk);
    });
  }
}

const transit = new Transit();
const streamOf = (size) => {
  const stream = new Readable({ read() {} });
  setTimeout(() => stream.push(Buffer.alloc(size)), 5);
  return stream;
};

test('sends what comes', async () => {
  transit.send(streamOf(300));
  await delay(40);
  assert.equal(transit.sent.length, 1);
});

test('splits large chunks', async () => {
  transit.opts.maxChunkSize = 100;
  transit.sent = [];
  transit.send(streamOf(300));
  await delay(40);
  assert.equal(transit.sent.length, 3);
});
