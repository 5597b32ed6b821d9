// expect: race.order.use-before-init 13,21
// The second end of a pipe is made when somebody has answered; the first one may be used before.
import { setTimeout as delay } from 'node:timers/promises';

class End {
  constructor(name) {
    this.name = name;
    this.inbox = [];
    this.other = null;
  }

  pass(text) {
    this.other.inbox.push(`${this.name}: ${text}`);
  }
}

async function makePipe(pipes, ms) {
  const left = new End('left');
  pipes.push(left);
  await delay(ms);
  left.other = new End('right');
  left.other.other = left;
}

const pipes = [];
setTimeout(() => {
  for (const left of pipes) left.pass('hello');
}, 60);
makePipe(pipes, 1);
setTimeout(() => console.log(pipes.length), 90);
