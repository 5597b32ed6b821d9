// expect: race.order.last-write 10,15
// The guest asks for the house's palette and then for a reset; the palette comes late, and stays.
import { setTimeout as delay } from 'node:timers/promises';

const lamp = { palette: null };
const scenes = new Map([['dusk', { hue: 24, level: 40 }]]);

async function apply(name) {
  await delay(15);
  lamp.palette = await pick(name);
}
const pick = async (name) => ({ ...scenes.get(name), since: performance.now() });

function reset() {
  lamp.palette = null;
}

const applied = apply('dusk');
setTimeout(reset, 4);
await applied;
console.log(lamp.palette === null ? 'off' : 'on');
