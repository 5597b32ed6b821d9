// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';
import { Receipts } from './receipts.mjs';

const print = (number) => sleep(5, `no. ${number}`);

async function printOnce(receipts, number) {
  if (receipts.includes(number)) return;
  receipts.keep(number, '');
  await print(number);
}

const answered = (receipts) => async (number) => {
  const known = receipts.find(number);
  if (known) return known;
  const text = print(number);
  receipts.keep(number, text);
  return text;
};

// What is asked here is a list, whatever it is called.
async function printListed(receipts, number) {
  if (receipts.names.includes(number) && receipts.names.find((name) => name === number)) return;
  const text = await print(number);
  receipts.kept.keep(`${number} again`, text);
}

const printed = new Receipts();
await Promise.all([7, 8, 7].map((number) => printOnce(printed, number)));
await Promise.all([1, 1].map(answered(new Receipts())));
await Promise.all([1, 2].map((number) => printListed({ names: [3], kept: printed }, number)));
