// expect: nothing
// The last beat sets a timer that shows what has come of an earlier one, long after it.
import { EventEmitter } from 'node:events';

class Observatory {
  newest = null;

  constructor(telescope, develop) {
    this.develop = develop;
    telescope.on('plate', (plate) => this.take(plate));
  }

  async take(plate) {
    const stars = await this.develop(plate.light);
    if (this.newest !== null && this.newest.number > plate.number) return;
    this.newest = { ...plate, stars };
  }
}

const telescope = new EventEmitter();
const develop = (light) => new Promise((resolve) => setTimeout(resolve, light > 50 ? 40 : 5, light * 3));
const observatory = new Observatory(telescope, develop);

const lights = [12, 80, 31];
let number = 0;
const night = setInterval(() => {
  telescope.emit('plate', { number: ++number, light: lights[number - 1] });
  if (number < lights.length) return;
  clearInterval(night);
  setTimeout(() => console.log('newest', observatory.newest.number, 'with', observatory.newest.stars), 90);
}, 10);
