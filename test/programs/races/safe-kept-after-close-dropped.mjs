// expect: nothing
// Sledges that come back after the hill was closed stay in the shed: what was there when it closed was only forgotten, so nothing has to be ended.
class Hill {
  shed = ['red', 'blue'];
  riders = [];
  closed = false;

  async take() {
    if (this.closed) throw new Error('closed');
    return this.shed.pop() ?? new Promise((resolve, reject) => this.riders.push({ resolve, reject }));
  }

  give(sledge) {
    const next = this.riders.shift();
    if (next) next.resolve(sledge);
    else this.shed.push(sledge);
  }

  close() {
    this.closed = true;
    for (const { reject } of this.riders.splice(0)) reject(new Error('closed'));
    this.shed.length = 0;
  }
}

async function ride(hill, name) {
  const sledge = await hill.take();
  await new Promise((resolve) => setTimeout(resolve, 30));
  hill.give(sledge);
  return `${name} on ${sledge}`;
}

const hill = new Hill();
const rides = Promise.allSettled(['ida', 'ole', 'pia'].map((name) => ride(hill, name)));
setTimeout(() => hill.close(), 10);
console.log((await rides).map(({ status }) => status).join(' '));
