// expect: none exit 0
// Rows are locked until the end of a transaction. Whoever has one and would have to wait for another one gives up all, and begins anew: nobody waits while it has a row.
import { setTimeout as sleep } from 'node:timers/promises';

class Aborted extends Error {}
const rows = { stock: { value: 10, owner: null, waiting: [] }, audit: { value: 0, owner: null, waiting: [] } };

class Transaction {
  held = [];
  async lock(row) {
    if (row.owner === this) return row;
    if (row.owner && this.held.length > 0) throw new Aborted();
    while (row.owner) await new Promise((wake) => row.waiting.push(wake));
    row.owner = this;
    this.held.push(row);
    return row;
  }
  end() {
    for (const row of this.held.splice(0)) {
      row.owner = null;
      row.waiting.shift()?.();
    }
  }
}

async function transact(work, pause) {
  for (let attempt = 1; ; attempt++) {
    const tx = new Transaction();
    try {
      return await work(tx);
    } catch (err) {
      if (!(err instanceof Aborted)) throw err;
    } finally {
      tx.end();
    }
    await sleep(pause * attempt);
  }
}

const sell = (pause) =>
  transact(async (tx) => {
    const stock = await tx.lock(rows.stock);
    await sleep(3);
    const audit = await tx.lock(rows.audit);
    stock.value -= 1;
    audit.value += 1;
  }, pause);
const recount = (pause) =>
  transact(async (tx) => {
    const audit = await tx.lock(rows.audit);
    await sleep(3);
    const stock = await tx.lock(rows.stock);
    stock.value = 10 - audit.value;
  }, pause);

await Promise.all([sell(3), recount(11), sell(5), recount(17)]);
console.log(rows.stock.value, rows.audit.value);
