// expect: nothing
// Who comes while the line is not there yet waits for the same promise.
import { setTimeout as sleep } from 'node:timers/promises';

const dial = () => sleep(15, { async say(word) { return word.length; } });

class Phone {

  async line() {
    if (!this.open) {
      this.open = dial();
    }
    return this.open;
  }

  async say(word) {
    const open = await this.line();
    return open.say(word);
  }
}

const phone = new Phone();
const said = await Promise.allSettled(['one', 'three'].map((word) => phone.say(word)));
console.log(said.map(({ status }) => status).join(' '));
