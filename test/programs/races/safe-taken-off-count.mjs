// expect: nothing
// One at a time takes off what it has dealt with; the others only add.
import { setTimeout as delay } from 'node:timers/promises';
let due = 0;
let paid = 0;
let open = true;
async function payer() {
  while (open || due > 0) {
    const now = due;
    if (now > 0) {
      await delay(3);
      paid += now;
      due -= now;
    }
    await delay(1);
  }
}
async function shop() {
  for (let i = 1; i <= 4; i++) {
    due += i;
    await delay(2);
  }
}
let lines = [];
const sent = [];
let shipping = false;
async function ship() {
  if (shipping) return;
  shipping = true;
  try {
    const batch = lines.slice(0, 3);
    if (batch.length === 0) return;
    await delay(3);
    sent.push(...batch);
    lines = lines.slice(batch.length);
  } finally {
    shipping = false;
  }
}
async function write(name) {
  for (let i = 0; i < 4; i++) {
    lines = [...lines, name + i];
    await delay(1);
    await ship();
  }
}
const paying = payer();
await Promise.all([shop(), shop(), write('a'), write('b')]);
open = false;
await paying;
while (lines.length > 0) await ship();
console.log(paid, sent.length);
