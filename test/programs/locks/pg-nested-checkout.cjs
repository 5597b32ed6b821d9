// expect: lock.permit-nesting 18 exit 0
const { EventEmitter } = require('node:events');
const { Pool } = require('pg');

class Client extends EventEmitter {
  _queryable = true;
  connect(done) { setTimeout(done, 5); }
  query(text, values, done) { setTimeout(done, 5, null, { rows: [{ text }] }); }
  end(done) { done?.(); }
}

const pool = new Pool({ Client, max: 2, idleTimeoutMillis: 0 });

async function placeOrder(id) {
  const client = await pool.connect();
  try {
    await new Promise((resolve) => client.query('begin', [], resolve));
    const { rows } = await pool.query('select * from stock where id = $1', [id]);
    await new Promise((resolve) => client.query('commit', [], resolve));
    return rows;
  } finally {
    client.release();
  }
}

Promise.all([placeOrder(1), placeOrder(2)]).then((all) => console.log(all.length));
