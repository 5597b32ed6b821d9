// expect: none exit 0
// A pool of plain callbacks: every query gives back its connection, whatever came of it.
class Pool {
  constructor(size) {
    this.idle = Array.from({ length: size }, (_, id) => ({ id }));
    this.waiting = [];
  }

  take(callback) {
    const conn = this.idle.pop();
    if (conn === undefined) this.waiting.push(callback);
    else callback(conn);
  }

  giveBack(conn) {
    const callback = this.waiting.shift();
    if (callback === undefined) this.idle.push(conn);
    else callback(conn);
  }
}

const pool = new Pool(2);
function query(conn, id, callback) {
  setTimeout(() => callback(id < 0 ? new Error('bad id') : null, { id, by: conn.id }), 4);
}
function find(id, callback) {
  pool.take((conn) => {
    query(conn, id, (error, row) => {
      pool.giveBack(conn);
      if (error) return callback(error);
      callback(null, row);
    });
  });
}
function load(id) {
  // One for each row.
  return new Promise((resolve, reject) => {
    find(id, (error, row) => (error ? reject(error) : resolve(row)));
  });
}

async function main() {
  for (const id of [1, -1, 2, -2, 3]) {
    try {
      const row = await load(id);
      console.log(row.id);
    } catch (error) {
      console.log(error.message);
    }
  }
}
main();
