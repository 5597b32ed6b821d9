import { readFile } from 'node:fs/promises';

export let pool;
export async function connect() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  pool = { query: async (sql) => sql.length + text.length };
}
