// expect: none exit 0
// A listener that may or may not be told: whoever made it has its own work, and goes on without it.
const { EventEmitter } = require('node:events');

const bus = new EventEmitter();
const firstAlarm = () => new Promise((resolve) => bus.once('alarm', resolve));

firstAlarm().then((where) => console.log('alarm in', where));
setTimeout(() => {
  bus.emit('quiet');
  console.log('a quiet night');
}, 20);
