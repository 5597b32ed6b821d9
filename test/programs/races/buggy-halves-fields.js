// expect: race.atomicity 16,18,11
// A plotter gets a new scale, waits for the carriage, and only then a new origin, which is worked out with the scale: a point that is plotted meanwhile is in neither of the two systems.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Plotter {
  #scale = 2;
  #origin = 10;

  toSteps(millimetres) {
    return Math.round(this.#scale * millimetres + this.#origin);
  }

  async rescale(stepsPerMillimetre, home) {
    await delay(5);
    this.#scale = stepsPerMillimetre;
    const seen = await this.#moveTo(home);
    this.#origin = home - seen * this.#scale;
  }

  async #moveTo(place) {
    await delay(30);
    return place / 4;
  }
}

async function main() {
  const plotter = new Plotter();
  const points = [];
  const draw = async () => {
    for (let i = 0; i < 4; i++) {
      await delay(12);
      points.push(plotter.toSteps(i));
    }
  };
  await Promise.all([plotter.rescale(5, 40), draw()]);
  console.log(points.join(' '));
}

main();
