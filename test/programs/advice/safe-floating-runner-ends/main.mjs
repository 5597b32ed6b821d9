// expect: nothing
// A relay has a reader and a mirror that work for as long as there is anything to hear; a test leaves them behind, and the runner ends the process when all tests have been.
import assert from 'node:assert/strict';
import { EventEmitter, on, once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Relay extends EventEmitter {
  heard = [];

  async start() {
    this.read();
    this.mirror();
    await sleep(5);
    this.emit('ready');
  }

  async read() {
    for await (const [line] of on(this, 'line')) this.heard.push(line);
  }

  async mirror() {
    await sleep(5000);
    this.emit('mirrored');
  }
}

test('tells when it is ready', async () => {
  const relay = new Relay();
  const ready = once(relay, 'ready');
  relay.start();
  await ready;
  assert.deepEqual(relay.heard, []);
});

setTimeout(process.exit, 400);
