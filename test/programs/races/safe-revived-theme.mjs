// expect: nothing
// A reset counts: what was asked for before it is not applied any more, or somebody looks again, or the reset comes when nobody waits.
import { setTimeout as delay } from 'node:timers/promises';

const scenes = new Map([['dusk', { hue: 24, level: 40 }]]);
const pick = async (name) => {
  await delay(12);
  return { ...scenes.get(name), since: performance.now() };
};

class Lamp {
  palette = null;
  #turn = 0;
  async apply(name) {
    const turn = ++this.#turn;
    const palette = await pick(name);
    if (turn === this.#turn) this.palette = palette;
  }
  reset() {
    this.#turn++;
    this.palette = null;
  }
}

class Shade {
  palette = null;
  isReset = false;
  async apply(name) {
    const palette = await pick(name);
    if (this.isReset) return;
    this.palette = palette;
  }
  reset() {
    this.isReset = true;
    this.palette = null;
  }
}

class Stage {
  palette = null;
  async apply(name) {
    this.palette = await pick(name);
  }
  async reset(name) {
    this.palette = null;
    if (name !== undefined) this.palette = await pick(name);
  }
}

const [lamp, shade, stage] = [new Lamp(), new Shade(), new Stage()];
const all = [lamp.apply('dusk'), shade.apply('dusk')];
setTimeout(() => lamp.reset(), 4);
setTimeout(() => shade.reset(), 4);
stage.reset();
await Promise.all(all);
await stage.apply('dusk');
await stage.reset('dusk');
console.log([lamp, shade, stage].map(({ palette }) => (palette === null ? 'off' : 'on')).join(' '));
