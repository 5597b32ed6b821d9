import { setTimeout as sleep } from 'node:timers/promises';

export async function handIn(who, answer) {
  const signed = `${who.badge} hands in ${answer}`;
  await sleep(10);
  who.parcels.push(signed);
}
