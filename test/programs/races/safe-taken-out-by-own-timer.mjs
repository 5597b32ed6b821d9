// expect: nothing
// Signs that stay for a while: the timer of a sign looks whether it is still the newest one; a stroke clears the timer of the one before; and two that met have put the same there.
import { setTimeout as delay } from 'node:timers/promises';

const signs = new Map();
function show(name, text) {
  const sign = { text };
  signs.set(name, sign);
  setTimeout(() => {
    if (signs.get(name) === sign) signs.delete(name);
  }, 100);
}

const drawing = new Set();
const timers = new Map();
function stroke(name) {
  drawing.add(name);
  clearTimeout(timers.get(name));
  timers.set(
    name,
    setTimeout(() => drawing.delete(name), 100),
  );
}

const prices = new Map();
async function priceOf(part) {
  await delay(10);
  const price = { part, cents: part.length * 100 };
  prices.set(part, price);
  setTimeout(() => prices.delete(part), 90);
  return price.cents;
}

show('Ida', 'hello');
stroke('Ida');
const cents = await Promise.all([priceOf('bolt'), priceOf('nut')]);
await delay(60);
show('Ida', 'again');
stroke('Ida');
await delay(60);
console.log(signs.get('Ida')?.text, drawing.has('Ida'), cents.join(' '));
