// expect: nothing
// Riders are counted onto a lift and off it in one step each, written out in full: who sees a free seat has it when he gets on, since others only make more of them.
import { setImmediate as turn } from 'node:timers/promises';

class Lift {
  seats = 3;
  riders = 0;
  carried = 0;

  async callNext(number) {
    await turn();
    return number;
  }

  async carry() {
    await turn();
    await turn();
    this.carried = 1 + this.carried;
  }

  async run() {
    for (let number = 0; number < 15; ) {
      if (this.riders >= this.seats) {
        await turn();
        continue;
      }
      const rider = await this.callNext(number++);
      this.riders = this.riders + 1;
      this.carry(rider).then(() => {
        this.riders = this.riders - 1;
      });
    }
    while (this.riders > 0) await turn();
  }
}

let waiting = 0;
async function queueUp(lift) {
  waiting = waiting + 1;
  if (waiting > 2) throw new Error('the queue is full');
  await lift.run();
  waiting = waiting - 1;
}

const lift = new Lift();
await queueUp(lift);
console.log(lift.carried, lift.riders, waiting);
