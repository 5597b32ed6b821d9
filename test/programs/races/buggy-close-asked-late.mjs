// expect: race.order.use-after-close 13,7
// What is said once more comes when the line has been hung up, and the line is nothing then.
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
  call.line.say('still there?');
}
setTimeout(() => call.hangUp(), 10);
await goOn().catch((error) => console.log(error.name));
