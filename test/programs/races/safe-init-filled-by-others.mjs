// expect: nothing
// Others are given the object and fill it as well.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const options = {};
addDefaults(options);

function addDefaults(target) {
  target.smtp = { host: 'localhost' };
}

async function reload() {
  await sleep(5);
  const next = { smtp: { host: 'mx2' } };
  Object.assign(options, JSON.parse(JSON.stringify(next)));
}

const bus = new EventEmitter();
bus.on('mail', (text) => console.log(text.length, options.smtp.host.length > 0));
reload();
setTimeout(() => bus.emit('mail', 'hello'), 40);
