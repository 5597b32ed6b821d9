// expect: nothing
// Look and change are in two methods of a table, and one call after the other makes both.
class Table {
  rows = [];

  async count() {
    await null;
    await new Promise((resolve) => setImmediate(resolve));
    return this.rows.length;
  }

  async insert(row) {
    await new Promise((resolve) => setImmediate(resolve));
    this.rows.push(row);
    return row;
  }
}

const users = new Table();
const digest = (text) => new Promise((resolve) => setTimeout(resolve, 10, text.length));

let last = Promise.resolve();
function signUp(...user) {
  const done = last.then(() => signUpNext(...user));
  last = done.catch(() => {});
  return done;
}

async function signUpNext(name, password) {
  // Only one user for now.
  if ((await users.count()) > 0) return false;
  const hash = await digest(password);
  await users.insert({ name, hash });
  return true;
}

const answers = await Promise.all([signUp('ann', 'secret'), signUp('bob', 'hunter2')]);
console.log(answers.join());
