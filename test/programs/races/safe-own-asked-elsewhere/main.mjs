// expect: nothing
// Each picture points the telescope to its own star, and where it stands at another one after the exposure the picture is dropped: that is asked by a method, by a getter, and by one that only says yes or no.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as expose } from 'node:timers/promises';
import { Mount } from './mount.mjs';

const mounts = Array.from({ length: 6 }, () => new Mount());
const [north, south, east, west, zenith, remote] = mounts;
const album = [];

async function picture(star, ms) {
  north.point(star);
  const before = north.target();
  await expose(ms);
  if (north.target() !== before) return;
  album.push(`${north.target()} after ${ms} ms`);
}

async function spectrum(star, ms) {
  south.point(star);
  const aim = south.aim;
  await expose(ms);
  const now = south.aim;
  if (now !== aim) return;
  album.push(`lines of ${now}`);
}

function brightness(star, ms) {
  east.point(star);
  return expose(ms).then(() => {
    if (east.target() !== star) return;
    album.push(`${east.aim} is bright`);
  });
}

async function colour(star, ms) {
  west.point(star);
  await expose(ms);
  if (!west.isAt(star)) return;
  album.push(`${west.target()} is blue`);
}

async function drift(mount, star, ms) {
  await expose(ms);
  return mount.target() === star ? `${mount.target()} stays` : '';
}

async function watch(star, ms) {
  zenith.point(star);
  album.push(await drift(zenith, star, ms));
}

for (const take of [picture, spectrum, brightness, colour, watch]) await Promise.all([take('Vega', 12), take('Deneb', 4)]);

/** One more turn, where nobody has turned it meanwhile. */
async function turn() {
  const before = remote.turns();
  await expose(3);
  if (remote.turns() !== before) return 409;
  remote.note(before + 1);
  return 200;
}

const server = createServer(async (request, response) => {
  response.writeHead(await turn()).end();
}).listen(0);
await once(server, 'listening');
for (let i = 0; i < 2; i++) await (await fetch(`http://localhost:${server.address().port}/`)).text();
server.close();
console.log(album.join(', '), remote.turns());
