// expect: nothing
// Who closes knows of the line that is still being laid: by a mark at which whoever lays it looks when it is there, by the promise of it, or by a list of all.
import { setTimeout as lay } from 'node:timers/promises';

const exchange = { open: 0 };

async function dial(number) {
  exchange.open++;
  await lay(60);
  return { number, ring: (text) => `${number}: ${text}`, close: () => exchange.open-- };
}

class Operator {
  #line = null;
  #gone = false;

  async call(number) {
    const line = await dial(number);
    if (this.#gone) {
      line.close();
      return;
    }
    this.#line = line;
  }

  close() {
    this.#gone = true;
    if (this.#line) {
      this.#line.close();
      this.#line = null;
    }
  }
}

function makeDesk() {
  let line = null;
  let laying = null;
  return {
    async call(number) {
      laying = dial(number);
      line = await laying;
    },
    stop() {
      if (line) line.close();
      else laying?.then((laid) => laid.close());
    },
  };
}

// The first look finds nothing, a later one what has come.
class Booth {
  line = null;

  async call(number) {
    this.line = await dial(number);
  }

  stop() {
    this.line?.close();
  }
}

const [operator, desk, booth] = [new Operator(), makeDesk(), new Booth()];
const calls = [operator.call(7), desk.call(8), booth.call(9)];
setTimeout(() => operator.close(), 10);
setTimeout(() => desk.stop(), 10);
setTimeout(() => booth.stop(), 10);
await Promise.all(calls);
booth.stop();
console.log('still open', exchange.open);
