// expect: race.check-then-act 14,11
// Two connect one line; what is sent in the same step waits in a list until the line is there, and has nothing to do with their look.
import { setTimeout as sleep } from 'node:timers/promises';

class Line {
  isOpen = false;
  wire;
  waiting = [];

  async connect() {
    if (this.isOpen) return;
    const wire = await dial();
    this.wire = wire;
    this.isOpen = true;
    for (const word of this.waiting.splice(0)) wire.say(word);
  }

  send(word) {
    if (this.isOpen) this.wire.say(word);
    else this.waiting.push(word);
  }
}

async function dial() {
  await sleep(3);
  const words = [];
  return { say: (word) => words.push(word), words };
}

const line = new Line();
const both = [line.connect(), line.connect()];
line.send('hello');
await Promise.all(both);
line.send('goodbye');
console.log(line.wire.words.length);
