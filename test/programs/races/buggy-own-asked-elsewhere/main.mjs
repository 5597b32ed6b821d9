// expect: race.atomicity mount.mjs:6,10 ; race.atomicity mount.mjs:6,14
// Each picture points the telescope to its own star. What it stands at after the exposure is asked by a method, and by a getter, and nobody looks whether it is still that star.
import { setTimeout as expose } from 'node:timers/promises';
import { Mount } from './mount.mjs';

const [north, south] = [new Mount(), new Mount()];
const album = [];

async function picture(star, ms) {
  north.point(star);
  await expose(ms);
  album.push(`${north.target()} after ${ms} ms`);
}

async function spectrum(star, ms) {
  south.point(star);
  await expose(ms);
  if (south.aim === '') return;
  album.push(`lines of ${south.aim}`);
}

for (const take of [picture, spectrum]) await Promise.all([take('Vega', 12), take('Deneb', 4)]);
console.log(album.join(', '));
