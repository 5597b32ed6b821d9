// expect: nothing
class Repo {
  rows = new Map();
  nextId = 1;
  async create(row) {
    const id = this.nextId++;
    await this.validate(row);
    this.rows.set(id, { id, ...row });
    return id;
  }
  validate(row) {
    return new Promise((ok, no) => setTimeout(row.name ? ok : no, 3));
  }
}
const repo = new Repo();
const ids = await Promise.all(['a', 'b', 'c'].map((name) => repo.create({ name })));
console.log(ids.length, repo.rows.size > 0);
