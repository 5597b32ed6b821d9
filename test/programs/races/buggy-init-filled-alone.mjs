// expect: race.order.use-before-init 9,14
// The whole of the options comes with what is loaded, and the listener does not wait for it.
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';

const options = {};

async function init(file) {
  Object.assign(options, JSON.parse(await readFile(file, 'utf8')));
}

const bus = new EventEmitter();
bus.on('mail', (text) => {
  console.log(text, options.scripts.test.length > 0);
});
init(new URL('../../../package.json', import.meta.url));
setTimeout(() => bus.emit('mail', 'hello'), 150);
