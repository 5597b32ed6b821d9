// expect: nothing
// Two groups of one store, each with as many open rows as it needs: what the one closes, the other one has not counted.
import { setTimeout as pause } from 'node:timers/promises';
class Store { rows = new Map();
  add(id, group) { this.rows.set(id, { id, group, open: true }); }
  openIn(group) { return [...this.rows.values()].filter((r) => r.open && r.group === group); }
  close(id) { this.rows.get(id).open = false; }
}
const store = new Store();
for (const g of ['a', 'b']) for (let i = 0; i < 4; i++) store.add(g + i, g);
class Desk { constructor(store) { this.store = store; }
  async close(group, id, ms) { if (this.store.openIn(group).length <= 2) return false; await pause(ms); this.store.close(id); return true; } }
const d = new Desk(store);
console.log(await Promise.all([d.close('a', 'a1', 20), d.close('b', 'b2', 45)]));
