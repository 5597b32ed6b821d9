// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const pools = {};
let opened = 0;

async function openPool(region) {
  opened++;
  await delay(3);
  return { region, id: opened };
}

async function pool(region) {
  pools[region] ??= openPool(region);
  return pools[region];
}

const got = await Promise.all([pool('eu'), pool('eu'), pool('us')]);
console.log(got.map((p) => p.region).join(' '), opened);
