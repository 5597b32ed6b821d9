// expect: nothing
// The listener of the old process looks whether it is still the one in the list; the end of the last one leaves the list empty.
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
if (process.send) {
  process.on('message', () => setTimeout(() => process.exit(0), 60));
  process.send('up');
} else {
  const helpers = new Map();
  const start = (name) =>
    new Promise((resolve) => {
      const child = fork(fileURLToPath(import.meta.url));
      helpers.set(name, child);
      child.on('exit', () => helpers.get(name) === child && helpers.delete(name));
      child.once('message', () => resolve(child));
    });
  const exchange = (name) => {
    helpers.get(name).send('stop');
    helpers.delete(name);
    return start(name);
  };
  const first = await start('zip');
  const second = await exchange('zip');
  if (first.exitCode === null) await new Promise((resolve) => first.once('exit', resolve));
  await sleep(20);
  console.log([...helpers.keys()].join() || 'no helpers');
  second.send('stop');
}
