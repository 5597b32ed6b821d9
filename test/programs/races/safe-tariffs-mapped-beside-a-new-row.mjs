// expect: nothing
// Of the list as it is by then only the fees are replaced: the row that came meanwhile stays, with its own.
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
  const fees = new Map(await Promise.all(of.tariffs.map(async (row) => [row.zone, await feeOf(row)])));
  of.tariffs = of.tariffs.map((row) => ({ ...row, fee: fees.get(row.zone) ?? row.fee }));
}

const computed = recompute(board);
setTimeout(() => board.add({ zone: 3, base: 9, fee: 13 }), 4);
await computed;
console.log(board.tariffs.length, board.tariffs[0].fee);
