// expect: nothing
// The callback of what is sent looks whether it failed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
if (process.argv[2] === 'child') {
  process.on('message', () => {});
} else {
  const child = fork(import.meta.filename, ['child']);
  let sent = 0;
  await once(child, 'spawn');
  setTimeout(() => {
    child.send({ word: 'late' }, (error) => {
      if (!error) sent++;
    });
  }, 120);
  setTimeout(() => {
    child.disconnect();
  }, 40);
  setTimeout(() => console.log(sent), 200);
}
