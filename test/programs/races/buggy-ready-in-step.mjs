// expect: race.order.use-before-init 13,18
// Two ask for the line in one step: the second one finds the mark, and is given nothing.
import { setTimeout as sleep } from 'node:timers/promises';

const exchange = { connect: () => sleep(10, { say: (text) => `said ${text}` }) };

class Phone {
  isConnected = false;

  async line() {
    if (!this.isConnected) {
      // Said before it is so.
      this.isConnected = true;
      const line = await exchange.connect();
      this.found = line;
    }
    // Whoever comes now takes what there is.
    return this.found;
  }

  async call(text) {
    const line = await this.line();
    return line.say(text);
  }
}

const phone = new Phone();
const calls = await Promise.allSettled([phone.call('hello'), phone.call('anybody there')]);
console.log(calls.filter(({ status }) => status === 'rejected').length);
