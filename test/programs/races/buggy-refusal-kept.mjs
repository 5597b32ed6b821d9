// expect: race.order.use-after-close 11,18
// A door asks its lamp after a while whether it is on, and the visitor may have gone by then.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Lamp extends EventEmitter {
  destroyed = false;
  questions = 0;

  ask(text) {
    if (this.destroyed) return Promise.reject(new Error('lamp destroyed'));
    this.questions++;
    return sleep(20, `${text}: yes`);
  }

  destroy() {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('close');
  }
}

let isAsked = false;

async function greet(lamp) {
  await lamp.ask('anybody there');
  await sleep(80);
  try {
    await lamp.ask('still on');
  } finally {
    isAsked = true;
  }
}

const lamp = new Lamp();
const gone = once(lamp, 'close');
const greeting = greet(lamp);
setTimeout(() => lamp.destroy(), 60);
await gone;
const [{ status }] = await Promise.allSettled([greeting]);
console.log(isAsked, status);
