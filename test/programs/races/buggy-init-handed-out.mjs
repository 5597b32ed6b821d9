// expect: race.order.use-before-init 23,30 ; race.order.use-before-init 23,35
// A desk hands out what writes to its line before it has got one.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const news = new EventEmitter();

async function open(name) {
  await sleep(5);
  return {
    sent: [],
    send(text) {
      this.sent.push(text);
    },
  };
}

async function desk(name) {
  let line;
  const writer = {
    name,
    write(text) {
      line.send(text);
      return line.sent.length;
    },
  };
  news.emit('desk', writer);
  if (name === 'north') {
    try {
      line = await open(name);
    } catch {
      return;
    }
  } else {
    line = await open(`the ${name}`);
  }
}

const writers = [];
news.on('desk', (writer) => writers.push(writer));
void desk('north');
void desk('south');
setTimeout(() => {
  for (const writer of writers) console.log(writer.write('rain'));
}, 40);
