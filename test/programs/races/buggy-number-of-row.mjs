// expect: race.atomicity 7,10
// The next id is taken before the check and counted on after it.
class Repo {
  rows = new Map();
  nextId = 1;
  async create(row) {
    const id = this.nextId;
    await this.validate(row);
    this.rows.set(id, { id, ...row });
    this.nextId++;
    return id;
  }
  validate(row) {
    return new Promise((ok, no) => setTimeout(row.name ? ok : no, 3));
  }
}
const repo = new Repo();
const ids = await Promise.all(['a', 'b', 'c'].map((name) => repo.create({ name })));
console.log(ids.length, repo.rows.size > 0);
