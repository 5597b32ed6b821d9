import { setImmediate as turn } from 'node:timers/promises';

const list = [1, 2].map((id) => ({ id, name: '', stock: 5, note: '', loaded: false, size: 0 }));

export const rows = {
  at: (id) => list.find((row) => row.id === id),
  put: (id, changes) => Object.assign(rows.at(id), changes),
  async find(id) {
    await turn();
    const row = list.find((each) => each.id === id);
    return row && { ...row };
  },
  async update(id, changes) {
    await turn();
    const row = list.find((each) => each.id === id);
    Object.assign(row, changes);
    return { ...row };
  },
};
