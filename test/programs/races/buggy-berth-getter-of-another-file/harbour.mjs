import { setTimeout as delay } from 'node:timers/promises';

async function callPilot(number) {
  await delay(15);
  return `pilot at ${number}`;
}

export async function assign(berth) {
  if (!berth.isFree) return false;
  const pilot = await callPilot(berth.number);
  berth.moor(pilot);
  return true;
}
