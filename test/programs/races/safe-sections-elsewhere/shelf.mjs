export class Shelf {
  constructor() {
    this.rows = {};
  }

  get(section, id) {
    const row = this.rows[section];
    if (!row) return undefined;
    return row[id];
  }

  put(section, id, book) {
    this.rows[section] = this.rows[section] || {};
    this.rows[section][id] = book;
  }
}
