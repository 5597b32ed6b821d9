import { pool } from './db.mjs';

export async function onOrder(id) {
  console.log((await pool.query(`insert ${id}`)) > 0);
}
