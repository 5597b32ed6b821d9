// expect: none exit 0
// Callbacks for what need not come: an event, a place in a list, a race that was lost, a wait that was called off, and consumers at rest.
const { EventEmitter } = require('node:events');
const bus = new EventEmitter();
new Promise((resolve) => bus.once('closed', resolve)).then(() => console.log('closed'));
new Promise((resolve) => {
  bus.on('failed', (error) => resolve(error));
}).then((error) => console.error(error));

const waiting = [];
const jobs = ['a', 'b'];
const take = () => new Promise((resolve) => (jobs.length > 0 ? setImmediate(resolve, jobs.shift()) : waiting.push(resolve)));
const done = [];
const serve = () =>
  take()
    .then((job) => done.push(job))
    .then(serve);
serve();

const slow = new Promise((resolve) => {
  const timer = setTimeout(() => resolve('slow'), 60_000);
  setImmediate(() => clearTimeout(timer));
}).then((text) => text.toUpperCase());
Promise.race([slow, Promise.resolve('fast')]).then((text) => console.log(text));
const later = new Promise((resolve) => {
  bus.later = setTimeout(() => resolve('later'), 60_000);
});
later.then((text) => console.log(text));
setImmediate(() => clearTimeout(bus.later));
