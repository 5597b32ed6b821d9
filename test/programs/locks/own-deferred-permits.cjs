// expect: lock.permit-nesting 27,32 exit 0
// A pool that has the promises of those that wait made by a helper.
function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
class Pool {
  idle = [1, 2];
  waiting = [];
  acquire() {
    const connection = this.idle.pop();
    if (connection) return Promise.resolve(connection);
    const turn = deferred();
    this.waiting.push(turn.resolve);
    return turn.promise;
  }
  release(connection) {
    const next = this.waiting.shift();
    if (next) next(connection);
    else this.idle.push(connection);
  }
}
const pool = new Pool();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function number() {
  const connection = await pool.acquire();
  pool.release(connection);
  return connection;
}
async function invoice() {
  const connection = await pool.acquire();
  await sleep(2);
  const next = await number();
  pool.release(connection);
  return next;
}
invoice();
invoice();
invoice();
