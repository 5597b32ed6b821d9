const { setImmediate: turn } = require('node:timers/promises');

const fits = (row, query) => Object.entries(query).every(([name, value]) => row[name] === value);

class Table {
  rows = [];
  async insert(row) {
    await turn();
    this.rows.push(row);
  }
  async findOne(query) {
    await turn();
    const row = this.rows.find((each) => fits(each, query));
    return row && { ...row };
  }
  async update(id, patch) {
    await turn();
    const row = this.rows.find((each) => each.id === id);
    Object.assign(row, patch);
    return { ...row };
  }
}

module.exports = { Table };
