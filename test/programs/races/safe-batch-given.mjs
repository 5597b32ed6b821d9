// expect: nothing
// What the collection is handed to has taken all of it when it comes back, or gets one that nobody adds to.
import { setTimeout as delay } from 'node:timers/promises';
const done = [];
const send = async (row) => {
  await delay(4);
  done.push(row);
};
class Log {
  rows = [];
  add(row) {
    this.rows.push(row);
  }
}
class Swapped extends Log {
  async flush() {
    const batch = this.rows;
    this.rows = [];
    await this.post(batch);
  }
  async post(batch) {
    const text = JSON.stringify(batch);
    await delay(10);
    done.push(text);
  }
}
class CutOut extends Log {
  async flush() {
    await this.write(this.rows.splice(0));
  }
  async write(batch) {
    const text = batch.join();
    await delay(10);
    done.push(text);
  }
}
class Drained extends Log {
  async flush() {
    await this.drain(this.rows);
    this.rows = [];
  }
  async drain(left) {
    done.push(left.join());
    while (left.length > 0) await send(left.shift());
  }
}
class GoneThrough extends Log {
  async flush() {
    await this.each(this.rows);
    this.rows = [];
  }
  async each(all) {
    done.push(JSON.stringify(all));
    for (const row of all) await send(row);
  }
  async keep() {
    done.push(JSON.stringify(this.rows));
    for (const [, row] of this.rows.entries()) await send(row);
    this.rows = [];
  }
}
class ByNumber extends Log {
  async flush() {
    await this.count(this.rows);
    this.rows = [];
  }
  async count(list) {
    done.push(list.map(String).join());
    for (let i = 0; i < list.length; i++) await send(list[i]);
  }
}
class Late extends Log {
  async flush() {
    await this.open(this.rows);
    this.rows = [];
  }
  async open(lines) {
    done.push(lines.length);
    await delay(10);
    done.push(JSON.stringify(lines));
  }
}
class Again extends Log {
  async flush() {
    await this.retry(this.rows);
    this.rows = [];
  }
  async retry(entries) {
    for (let i = 0; !(await this.try(JSON.stringify(entries), i)); i++);
  }
  async try(text, i) {
    if (i > 0) return done.push(text);
    await delay(10);
    return 0;
  }
}
class InCallback extends Log {
  async flush() {
    await this.later(this.rows);
    this.rows = [];
  }
  later(some) {
    done.push(some.join());
    return new Promise((resolve) => setTimeout(() => resolve(done.push(...some)), 10));
  }
  async own() {
    done.push(JSON.stringify(this.rows));
    await new Promise((resolve) => setTimeout(() => resolve(done.push(...this.rows)), 10));
    this.rows = [];
  }
}
class Own extends InCallback {
  flush() {
    return this.own();
  }
}
class Kept extends GoneThrough {
  flush() {
    return this.keep();
  }
}

const all = [Swapped, CutOut, Drained, GoneThrough, Kept, ByNumber, Late, Again, InCallback, Own].map((Kind) => new Kind());
for (let n = 0; n < 3; n++) {
  for (const log of all) log.add(n);
  const jobs = all.map((log) => log.flush());
  await delay(2);
  for (const log of all) log.add(n + 0.5);
  await Promise.all(jobs);
  await delay(20);
}
for (const log of all) await log.flush();
console.log('done');
