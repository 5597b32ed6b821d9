// expect: promise.floating main.mjs:32
// The outbox is sealed as soon as the round is thought to be done; every letter comes to it afterwards.
import { setTimeout as sleep } from 'node:timers/promises';

class Outbox {
  letters = [];
  isSealed = false;
  returned = [];

  put(letter) {
    return new Promise((resolve) => {
      setTimeout(() => {
        if (this.isSealed) this.returned.push(letter);
        else this.letters.push(letter);
        resolve(letter);
      }, 5);
    });
  }

  async seal() {
    this.isSealed = true;
    return this.letters.length;
  }
}

class Round {
  constructor(outbox) {
    this.outbox = outbox;
  }

  async write(names) {
    names.forEach(async (name) => {
      await sleep(10);
      await this.outbox.put(`Dear ${name}`);
    });
    return names.length;
  }
}

async function main() {
  const outbox = new Outbox();
  const round = new Round(outbox);
  const written = await round.write(['Ann', 'Bob', 'Cleo']);
  const kept = await outbox.seal();
  console.log(`${kept} of ${written}`);
  process.on('exit', () => console.log(outbox.returned.length));
}

await main();
