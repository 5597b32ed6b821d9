// expect: nothing
// Each question has its answer told; which one came last is nobody's concern.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Oracle extends EventEmitter {
  last = null;

  async look(city) {
    await sleep(city.length * 20);
    return { city, degrees: city.length };
  }

  ask(city) {
    this.look(city).then((answer) => {
      this.last = answer;
      this.emit('answer', this.last);
    });
  }
}

const oracle = new Oracle();
oracle.on('answer', ({ city, degrees }) => console.log(city, degrees));
oracle.ask('Reykjavik');
await sleep(40);
oracle.ask('Rome');
