import { setTimeout as delay } from 'node:timers/promises';
export const sent = [];
// The line is opened first: all goes out that is there by then.
export async function transmit(rows) {
  await delay(12);
  sent.push(JSON.stringify(rows));
}
export class Uplink {
  pass(rows) {
    return new Promise((resolve) => setTimeout(() => resolve(sent.push(...rows)), 12));
  }
  async drain(rows) {
    for (const row of rows) {
      await delay(3);
      sent.push(row);
    }
  }
}
