// expect: race.atomicity 31,30
// What is to change stands in an object within the one that the call gives: `update({ where, data: { hours: worker.hours + n } })`.
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
    for (const [column, value] of Object.entries(data)) row[column] = value;
    return { ...row };
  }
}

const client = { worker: new Table() };
async function addHours(id, hours) {
  const worker = await client.worker.findFirst({ where: { id } });
  return client.worker.update({ where: { id }, data: { hours: worker.hours + hours } });
}

await client.worker.create({ data: { id: 'w1', hours: 8 } });
await Promise.all([addHours('w1', 2), addHours('w1', 3)]);
console.log((await client.worker.findFirst({ where: { id: 'w1' } })).hours);
