// expect: nothing
// Two ask for the line in one step: the second one finds what the first has begun, and waits for that.
import { setTimeout as sleep } from 'node:timers/promises';

const exchange = { connect: () => sleep(10, { say: (text) => `said ${text}` }) };

class Phone {
  connecting = undefined;

  async line() {
    if (!this.connecting) {
      this.connecting = exchange.connect();
      this.found = await this.connecting;
    }
    return this.connecting;
  }

  async call(text) {
    const line = await this.line();
    return line.say(text);
  }
}

const phone = new Phone();
const calls = await Promise.allSettled([phone.call('hello'), phone.call('anybody there')]);
console.log(calls.filter(({ status }) => status === 'rejected').length);
