// expect: nothing
// Who reads the two in between knows it, or does not mind: a flag says that they are being changed, a count says which change it was, what is missing is asked for again or has a default.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

async function settle(value) {
  await delay(20);
  return value;
}

class Gauge {
  zero = 3;
  span = 9;
  busy = false;
  read(raw) {
    const value = raw * this.span + this.zero;
    return this.busy ? `about ${value}` : `${value}`;
  }
  async adjust(span) {
    this.busy = true;
    this.span = span * 2;
    this.zero = await settle(this.span / 3);
    this.busy = false;
  }
}

let round = 0;
let left = 2;
let right = 4;
async function turn(to) {
  round++;
  left = to * 3;
  right = await settle(left + 1);
  round++;
}
async function both(factor) {
  for (;;) {
    const before = round;
    const value = left * factor + right;
    if (before % 2 === 0 && before === round) return value;
    await delay(5);
  }
}

let lines = ['red'];
let stops = new Map([['red', ['mill']]]);
async function plan(next) {
  lines = [...next];
  stops = await stopsOf(lines);
}
async function stopsOf(list) {
  await delay(20);
  return new Map(list.map((line) => [line, [`${line} end`]]));
}
async function stopsFrom(at) {
  const line = lines[at];
  for (;;) {
    const found = stops.get(line);
    if (found) return found.length;
    await delay(5);
  }
}
async function askLater(at) {
  const found = stops.get(lines[at]);
  if (!found) return delay(30).then(() => askLater(at));
  return found[0];
}
const firstStop = () => lines.map((line) => stops.get(line)?.[0] ?? 'soon').join();
function isServed(at) {
  const line = lines[at];
  return stops.has(line) && stops.get(line).length > 0;
}
function label(at) {
  const line = lines[at];
  const known = stops.get(line);
  if (!known) return `${line}: not yet`;
  return `${line}: ${known.join()}`;
}

async function main() {
  const gauge = new Gauge();
  const look = async () => {
    await delay(8);
    return [gauge.read(5), firstStop(), isServed(1), label(1), ...(await Promise.all([both(2), stopsFrom(1), askLater(1)]))];
  };
  console.log(await Promise.all([gauge.adjust(9), turn(8), plan(['red', 'blue']), look()]));
}

main();
