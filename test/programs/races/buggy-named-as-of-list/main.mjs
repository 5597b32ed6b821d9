// expect: race.check-then-act main.mjs:8,10 ; race.check-then-act main.mjs:14,17
import { setTimeout as sleep } from 'node:timers/promises';
import { Receipts } from './receipts.mjs';

const print = (number) => sleep(5, `no. ${number}`);

async function printOnce(receipts, number) {
  if (receipts.includes(number)) return;
  const text = await print(number);
  receipts.keep(number, text);
}

const answered = (receipts) => async (number) => {
  const known = receipts.find(number);
  if (known) return known;
  const text = await print(number);
  receipts.keep(number, text);
  return text;
};

const printed = new Receipts();
await Promise.all([7, 8, 7].map((number) => printOnce(printed, number)));
await Promise.all([1, 1].map(answered(new Receipts())));
