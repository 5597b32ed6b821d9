'use strict';
exports.pool = null;

async function connect() {
  await new Promise((r) => setTimeout(r, 10));
  exports.pool = { query: (sql) => `${sql} ok` };
}
connect();
