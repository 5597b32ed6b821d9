// expect: race.order.use-after-close 12,15
// What is sent to the child once the channel to it is closed: the failure is told to a callback that does not look at it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
if (process.argv[2] === 'child') {
  process.on('message', () => {});
} else {
  const child = fork(import.meta.filename, ['child']);
  let sent = 0;
  await once(child, 'spawn');
  setTimeout(() => {
    child.send({ word: 'late' }, () => sent++);
  }, 120);
  setTimeout(() => {
    child.disconnect();
  }, 40);
  setTimeout(() => console.log(sent), 200);
}
