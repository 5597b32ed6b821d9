// expect: race.atomicity 22,21
// The fees are put over the rows as they were before the wait: the one that came meanwhile is lost.
import { setTimeout as delay } from 'node:timers/promises';

const board = {
  tariffs: [
    { zone: 1, base: 4 },
    { zone: 2, base: 6 },
  ],
  add(row) {
    this.tariffs = [...this.tariffs, row];
  },
};

async function feeOf({ base }) {
  await delay(12);
  return base * 1.5;
}

async function recompute(of) {
  const rows = await Promise.all(of.tariffs.map(async (row) => ({ ...row, fee: await feeOf(row) })));
  of.tariffs = rows.map((row) => ({ ...row, fee: Math.round(row.fee) }));
}

const computed = recompute(board);
setTimeout(() => board.add({ zone: 3, base: 9, fee: 13 }), 4);
await computed;
console.log(board.tariffs.length, board.tariffs[0].fee);
