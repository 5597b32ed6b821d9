// expect: nothing
// It is closed when what uses it has come to its end.
import { setTimeout as delay } from 'node:timers/promises';
import * as lines from './line.mjs';
lines.open();
async function report(text) {
  lines.current().send('begins');
  await delay(15);
  lines.current().send(text);
}
await report('done').catch(({ name }) => console.log(name));
lines.close();
