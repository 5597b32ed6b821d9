// expect: race.atomicity 12,14
'use strict';
// The sequence number in the head of a log's pages is read before the page is flushed and set after it.
const SEQUENCE = 8;
const head = new DataView(new ArrayBuffer(16));
head.setUint32(0, 0x10c);
head.setUint32(SEQUENCE, 1);

const flush = (page) => new Promise((resolve) => setTimeout(resolve, 4 + page.length));

async function append(page) {
  const number = head.getUint32(SEQUENCE);
  await flush(page);
  head.setUint32(SEQUENCE, number + 1);
  return number;
}

Promise.all([append('one'), append('three')]).then((numbers) => console.log(numbers.join(), head.getUint32(SEQUENCE)));
