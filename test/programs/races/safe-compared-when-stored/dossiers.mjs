const rows = new Map();

export function add(row) {
  rows.set(row.id, row);
}

export function load(id) {
  const row = rows.get(id);
  if (!row) throw new RangeError(id);
  return { ...row };
}

export function isFresh(row) {
  const stored = rows.get(row.id);
  return stored.revision === row.revision;
}

export function save(row) {
  rows.set(row.id, { ...row, revision: row.revision + 1 });
}
