export function makeStore(list) {
  const rows = Object.fromEntries(list.map((row) => [row.id, row]));
  const trip = (work) =>
    new Promise((resolve) => {
      setImmediate(() => {
        resolve(work());
      });
    }); // prettier-ignore

  return {
    get: (id) => trip(() => ({ ...rows[id] })),
    add: (id, count) => trip(() => (rows[id].sold += count)),
    change: (id, changes) =>
      trip(() => {
        rows[id] = { ...rows[id], ...changes };
      }), // prettier-ignore
  };
}
