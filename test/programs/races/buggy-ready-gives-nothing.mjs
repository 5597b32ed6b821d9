// expect: race.order.use-before-init 12,15,13
// The mark is set before the line is there: who comes meanwhile is given what stands there by then, nothing.
import { setTimeout as sleep } from 'node:timers/promises';

const dial = () => sleep(15, { async say(word) { return word.length; } });

class Phone {
  isDialled = false;

  async line() {
    if (!this.isDialled) {
      this.isDialled = true;
      this.open = await dial();
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
