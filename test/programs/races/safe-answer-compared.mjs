// expect: nothing
// Pages of a library are fetched once for all who ask at a time, and kept; the reader makes sure that the page is the one for which he has asked. That turns nobody away who finds it there already.
import { setTimeout as delay } from 'node:timers/promises';

const pages = new Map();
const fetching = new Map();

async function fetchPage(number) {
  await delay(3);
  pages.set(number, { number, text: `page ${number}` });
  return pages.get(number);
}

function fetchOnce(number) {
  let pending = fetching.get(number);
  if (!pending) {
    pending = fetchPage(number).finally(() => fetching.delete(number));
    fetching.set(number, pending);
  }
  return pending;
}

async function pageOf(number) {
  const page = pages.get(number);
  if (page) return page;
  return fetchOnce(number);
}

async function read(numbers, pause) {
  let length = 0;
  for (const wanted of numbers) {
    const { number, text } = await pageOf(wanted);
    if (number !== wanted) throw new Error(`page ${number} instead of ${wanted}`);
    length += text.length;
    await delay(pause);
  }
  return length;
}

console.log(await Promise.all([read([1, 2, 3], 1), read([1, 2, 3], 2), read([2, 1, 4], 4)]));
