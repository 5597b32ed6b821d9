// expect: nothing
// That nothing can be said any more is what is asked once the line has been hung up.
import assert from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
class Call {
  line = { said: [], say: (text) => this.line.said.push(text) };
  hangUp() {
    this.line = null;
  }
}
const call = new Call();
async function goOn() {
  await pause(60);
  assert.throws(() => call.line.say('still there?'));
}
setTimeout(() => call.hangUp(), 10);
await goOn().catch((error) => console.log(error.name));
