import { setTimeout as delay } from 'node:timers/promises';
export const sent = [];
export async function transmit(rows) {
  const text = JSON.stringify(rows);
  await delay(12);
  sent.push(text);
  console.log(`${rows.length} samples`);
}
export class Uplink {
  pass(rows) {
    sent.push(...rows);
    return delay(12);
  }
}
