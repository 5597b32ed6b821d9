// expect: nothing
// The store adds by itself; one writes under a version that it has read and tries again; and others change something else of the row than what was looked at.
import { setTimeout as sleep } from 'node:timers/promises';

class Table {
  #rows = new Map();

  async create({ data }) {
    await sleep(1);
    this.#rows.set(data.id, { ...data });
  }

  async findFirst({ where }) {
    await sleep(1);
    const row = this.#rows.get(where.id);
    return row ? { ...row } : null;
  }

  async update({ where, data }) {
    await sleep(1);
    const row = this.#rows.get(where.id);
    if (!row) throw new Error('no such row');
    for (const [column, value] of Object.entries(data)) {
      row[column] = value !== null && typeof value === 'object' ? row[column] + value.increment : value;
    }
    return { ...row };
  }

  async updateMany({ where, data }) {
    await sleep(1);
    const row = this.#rows.get(where.id);
    if (row.version !== where.version) return { count: 0 };
    for (const [column, value] of Object.entries(data)) row[column] = value;
    return { count: 1 };
  }
}

const client = { worker: new Table(), shift: new Table() };
async function addHours(id, hours) {
  const worker = await client.worker.findFirst({ where: { id } });
  if (!worker) throw new Error('no such worker');
  return client.worker.update({ where: { id }, data: { hours: { increment: hours } } });
}

async function extend(id, minutes) {
  for (;;) {
    const shift = await client.shift.findFirst({ where: { id } });
    const data = { minutes: shift.minutes + minutes, version: shift.version + 1 };
    const { count } = await client.shift.updateMany({ where: { id, version: shift.version }, data });
    if (count === 1) return;
  }
}

async function rename(id, title) {
  const shift = await client.shift.findFirst({ where: { id } });
  return client.shift.update({ where: { id: shift.id }, data: { title } });
}

await client.worker.create({ data: { id: 'w1', hours: 8 } });
await client.shift.create({ data: { id: 's1', minutes: 60, version: 1, title: 'early' } });
await Promise.all([addHours('w1', 2), addHours('w1', 3), extend('s1', 15), extend('s1', 30), rename('s1', 'late')]);
const [worker, shift] = await Promise.all([client.worker.findFirst({ where: { id: 'w1' } }), client.shift.findFirst({ where: { id: 's1' } })]);
console.log(worker.hours, shift.minutes, shift.title);
