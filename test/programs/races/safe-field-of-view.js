// expect: nothing
'use strict';
// Fields of a DataView that are read again, taken before the wait, one of each page, of other offsets, or written one after the other.
const SEQUENCE = 8;
const FLAGS = 12;
const head = new DataView(new ArrayBuffer(16));
const flush = (page) => new Promise((resolve) => setTimeout(resolve, 4 + page.length));

async function append(page) {
  const number = head.getUint32(SEQUENCE);
  head.setUint32(SEQUENCE, number + 1);
  await flush(page);
  head.setUint32(0, head.getUint32(0) + page.length);
  return number;
}

async function mark(page) {
  const number = head.getUint32(SEQUENCE);
  await flush(page);
  head.setUint8(FLAGS, number & 1);
}

async function own(page) {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, page.length);
  const length = view.getUint16(0);
  await flush(page);
  view.setUint16(0, length + 1);
  return view.getUint16(0);
}

let turn = Promise.resolve();
function inTurn(page) {
  turn = turn.then(async () => {
    const total = head.getInt32(4);
    await flush(page);
    head.setInt32(4, total + page.length);
  });
  return turn;
}

Promise.all([append('one'), append('three'), mark('x'), own('a'), own('b'), inTurn('a'), inTurn('bb')]).then((all) =>
  console.log(all.length, head.getUint32(SEQUENCE), head.getInt32(4)),
);
