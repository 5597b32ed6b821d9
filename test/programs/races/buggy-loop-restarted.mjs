// expect: race.check-then-act 22,15
// A watch over a tank measures again and again until it is stopped. Where somebody starts it anew before the old loop has looked whether it should end, both go on, and the tank is measured twice as often.
import { setTimeout as delay } from 'node:timers/promises';

class Watch {
  #isOn = false;
  #tank;
  #pause;
  measured = [];
  constructor(tank, pause) {
    this.#tank = tank;
    this.#pause = pause;
  }
  start() {
    this.#isOn = true;
    void this.#run();
  }
  stop() {
    this.#isOn = false;
  }
  async #run() {
    while (this.#isOn) {
      await this.#measure();
      await delay(this.#pause);
    }
  }
  async #measure() {
    await delay(1);
    this.measured.push(this.#tank.level--);
  }
}

const watch = new Watch({ level: 100 }, 8);
watch.start();
await delay(30);
// The settings have changed.
watch.stop();
watch.start();
await delay(50);
watch.stop();
await delay(20);
console.log(watch.measured.length > 4);
