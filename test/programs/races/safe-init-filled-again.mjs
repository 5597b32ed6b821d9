// expect: nothing
// Filled at the start, and again whenever the file has changed; what is asked for is there from the start.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const options = {};
Object.assign(options, readDefaults());

function readDefaults() {
  return { smtp: { host: 'localhost' }, retries: 2 };
}

async function reload(version) {
  await sleep(5);
  Object.assign(options, await fetchOptions(version));
}

async function fetchOptions(version) {
  await sleep(2);
  return { smtp: { host: `mx${version}` } };
}

const bus = new EventEmitter();
bus.on('mail', (text) => console.log(text.length, options.smtp.host.length > 0));
bus.on('changed', (version) => reload(version));
bus.emit('changed', 2);
setTimeout(() => bus.emit('mail', 'hello'), 30);
