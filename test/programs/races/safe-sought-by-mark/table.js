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
  async updateWhere(query, patch) {
    await turn();
    const row = this.rows.find((each) => fits(each, query));
    if (row) Object.assign(row, patch);
    return row !== undefined;
  }
}

module.exports = { Table };
