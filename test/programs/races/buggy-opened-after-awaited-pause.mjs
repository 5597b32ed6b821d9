// expect: race.order.use-after-close 32,41,42
// A beacon that has gone out is lit anew after a pause, and lighting takes a while itself; the keeper goes home in that pause.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Lamp extends EventEmitter {
  isBurning = true;
  destroy() {
    this.isBurning = false;
    this.emit('out');
  }
}

const lamps = [];

class Beacon {
  #lamp = null;
  #isLeft = false;

  async #strike() {
    await sleep(20);
    const lamp = new Lamp();
    lamps.push(lamp);
    return lamp;
  }

  async light() {
    const lamp = await this.#strike();
    lamp.once('out', () => {
      if (!this.#isLeft) this.#lightAgain();
    });
    this.#lamp = lamp;
  }

  async #lightAgain() {
    await sleep(60);
    await this.light();
  }

  stop() {
    this.#isLeft = true;
    this.#lamp?.destroy();
  }
}

const beacon = new Beacon();
await beacon.light();
lamps[0].destroy();
await sleep(25);
beacon.stop();
await sleep(140);
console.log('burning', lamps.filter((lamp) => lamp.isBurning).length);
