// expect: race.reentrancy 11,13,15
// A telescope is turned away for a picture of the sky and then turned back. Only one key was pressed in this run; a second one meanwhile would keep the wrong place to turn back to.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Telescope {
  target = 'Vega';
  #pictures = [];

  async takeSky(seconds) {
    const before = this.target;
    // For the picture alone.
    this.target = 'empty sky';
    const picture = await this.#expose(seconds);
    this.target = before;
    this.#pictures.push(picture);
    return picture;
  }

  async #expose(seconds) {
    await delay(seconds);
    return `${seconds} s`;
  }
}

const keys = new EventEmitter();
const telescope = new Telescope();
keys.on('calibrate', (seconds) => {
  telescope.takeSky(seconds).then(
    (picture) => console.log(picture, telescope.target),
    (error) => console.error(error.message),
  );
});
setTimeout(() => keys.emit('calibrate', 3), 2);
