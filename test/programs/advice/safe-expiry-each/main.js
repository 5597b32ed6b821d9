// expect: nothing
'use strict';
const orders = new Map();
const reserved = {};

// Each order comes once, and so does its timer; a seat is reserved twice at most.
function take(id, seat) {
  orders.set(id, seat);
  setTimeout(() => orders.delete(id), 60_000).unref();
  reserved[seat] = id;
  setTimeout(() => delete reserved[seat], 60_000).unref();
}

let next = 0;
const shop = setInterval(() => {
  for (let i = 0; i < 3; i++) take(`order ${++next}`, next % 45);
  if (next < 90) return;
  clearInterval(shop);
  console.log(orders.size, Object.keys(reserved).length);
}, 5);
