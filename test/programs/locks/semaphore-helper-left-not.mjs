// expect: none exit 0
// Given back on every path; and one that is kept by who has asked for it, which is still at work when others look.
import { Semaphore } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';

const berths = new Semaphore(2);

async function berth() {
  const [, leave] = await berths.acquire();
  return leave;
}

async function land(ship) {
  const leave = await berth();
  try {
    await sleep(ship === 'Dora' ? 60 : 3);
    if (ship.length > 6) throw new Error(`${ship} is too long`);
    return ship;
  } finally {
    leave();
  }
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
