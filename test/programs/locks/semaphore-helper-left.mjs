// expect: lock.not-released 9,14 signal
// A helper asks for the berth, and its caller gives it back; but not where the ship is too long. The program goes on by its radar.
import { Semaphore } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';

const berths = new Semaphore(2);

async function berth() {
  const [, leave] = await berths.acquire();
  return leave;
}

async function land(ship) {
  const leave = await berth();
  await sleep(3);
  if (ship.length > 6) throw new Error(`${ship} is too long`);
  leave();
  return ship;
}

async function pilot(ships) {
  for (const ship of ships) {
    try {
      console.log(await land(ship));
    } catch (error) {
      console.log(error.message);
    }
  }
}

const radar = setInterval(() => {}, 200);
await Promise.all([pilot(['Anna', 'Berenike', 'Clio']), pilot(['Dora', 'Emma', 'Fortunata', 'Gaia'])]);
clearInterval(radar);
