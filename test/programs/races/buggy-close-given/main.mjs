// expect: race.order.use-after-close 9,line.mjs:5
// The other file gives what it has to whoever asks: by then it has been closed.
import { setTimeout as delay } from 'node:timers/promises';
import * as lines from './line.mjs';
lines.open();
async function report(text) {
  lines.current().send('begins');
  await delay(15);
  lines.current().send(text);
}
const reporting = report('done').catch(({ name }) => console.log(name));
await delay(5);
lines.close();
await reporting;
