// expect: nothing
// Each consumer was served many times; now there is nothing more to do. Says `late` when that has been so for long.
const { EventEmitter } = require('node:events');

class Channel extends EventEmitter {
  next() {
    return new Promise((resolve) => this.once('item', resolve));
  }
}

async function serve(channel) {
  for (;;) await channel.next();
}

const channels = Array.from({ length: 6 }, () => new Channel());
for (const channel of channels) serve(channel);
let rounds = 0;
const timer = setInterval(() => {
  for (const channel of channels) channel.emit('item');
  if (++rounds === 20) clearInterval(timer);
}, 1);
setTimeout(() => console.log('late'), 4000);
setInterval(() => {}, 1e6);
