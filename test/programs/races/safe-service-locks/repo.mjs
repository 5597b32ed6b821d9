const rows = new Map([['a', { id: 'a', n: 0 }], ['b', { id: 'b', n: 0 }]]);
const tick = () => new Promise((r) => setTimeout(r, 2));
export async function load(id) {
  await tick();
  return { ...rows.get(id) };
}
export async function save(row) {
  await tick();
  rows.set(row.id, row);
}
