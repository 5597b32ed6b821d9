export class Tickets {
  #byTable = new Map();

  order(table, dish) {
    if (!this.#byTable.has(table)) this.#byTable.set(table, []);
    this.#byTable.get(table).push(dish);
  }

  tables() {
    return [...this.#byTable.keys()];
  }

  dishes(table) {
    return this.#byTable.get(table).join();
  }

  done(table) {
    this.#byTable.delete(table);
  }
}
