// expect: race.check-then-act 24;race.check-then-act 26
// Look and change are in two methods of a table of the same file: the places to see are the calls of the function that relies on both.
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

async function signUp(name, password) {
  // Only one user for now.
  if ((await users.count()) > 0) return false;
  const hash = await digest(password);
  await users.insert({ name, hash });
  return true;
}

const answers = await Promise.all([signUp('ann', 'secret'), signUp('bob', 'hunter2')]);
console.log(answers.join());
