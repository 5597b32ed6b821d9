const rows = new Map([['a', { id: 'a', name: '' }], ['b', { id: 'b', name: '' }]]);
const tick = () => new Promise((r) => setTimeout(r, 2));
export async function load(id) {
  await tick();
  return { ...rows.get(id) };
}
export async function save(row) {
  await tick();
  rows.set(row.id, row);
}
