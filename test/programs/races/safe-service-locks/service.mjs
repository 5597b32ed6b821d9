import { load, save } from './repo.mjs';
import { acquire } from './locks.mjs';

export async function addItems(id, n) {
  const release = await acquire(id);
  try {
    const row = await load(id);
    row.n += n;
    await save(row);
  } finally {
    release();
  }
}
