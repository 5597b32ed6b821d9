export class View {
  items = [];

  show(rows) {
    this.items = rows.map((row) => row.name);
  }

  text() {
    return this.items.join();
  }
}
