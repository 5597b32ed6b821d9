import { setImmediate as turn } from 'node:timers/promises';

const list = [{ id: 'p1', stock: 5 }, { id: 'p2', stock: 9 }]; // prettier-ignore
const byId = { a: { balance: 100 }, b: { balance: 50 } };

export const products = {
  async find(id) {
    const row = list.find((each) => each.id === id);
    await turn(); return row ? { ...row } : undefined;
  },
  async update(id, changes) {
    await turn();
    const row = list.find((each) => each.id === id);
    if (!row) throw new Error(`no ${id}`);

    Object.assign(row, changes);
  },
};
export const accounts = {
  async find(id) { const row = byId[id]; return structuredClone(row); }, // prettier-ignore
  async update(id, changes) {
    await turn();
    const row = byId[id];

    for (const [name, value] of Object.entries(changes)) {
      row[name] = value;
    }
  },
};
