// expect: lock.not-released 13 exit 0
const { EventEmitter } = require('node:events');
const { Pool } = require('pg');
class Client extends EventEmitter {
  _queryable = true;
  connect(done) { setTimeout(done, 1); }
  query(text, values, done) { setTimeout(done, 1, /bad/.test(text) ? new Error('syntax') : null, { rows: [] }); }
  end(done) { done?.(); }
}
const pool = new Pool({ Client, max: 1, idleTimeoutMillis: 0 });
const run = (client, text) => new Promise((resolve, reject) => client.query(text, [], (e, r) => (e ? reject(e) : resolve(r))));
async function report(text) {
  const client = await pool.connect();
  const result = await run(client, text);
  client.release();
  return result.rows;
}
(async () => {
  await report('good').catch(() => {});
  await report('bad').catch((e) => console.log(e.message));
  await report('good');
  console.log('never');
})();
