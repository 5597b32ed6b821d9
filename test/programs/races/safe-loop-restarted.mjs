// expect: nothing
// A watch over a tank measures again and again until it is stopped. Each loop has a number, and ends where another one has begun since; who changes the settings waits for the end of the old one.
import { setTimeout as delay } from 'node:timers/promises';

class Watch {
  #isOn = false;
  #round = 0;
  #running = Promise.resolve();
  #tank;
  #pause;
  measured = [];
  constructor(tank, pause) {
    this.#tank = tank;
    this.#pause = pause;
  }
  start() {
    this.#isOn = true;
    this.#running = this.#run(++this.#round);
  }
  async stop() {
    this.#isOn = false;
    await this.#running;
  }
  async #run(round) {
    while (this.#isOn && round === this.#round) {
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
await watch.stop();
watch.start();
await delay(12);
void watch.stop();
watch.start();
await delay(50);
watch.stop();
await delay(20);
console.log(watch.measured.length > 4);
