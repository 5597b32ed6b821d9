export class Tanks {
  #all = new Map();

  add(name) {
    this.#all.set(name, { name, drops: 1 });
  }

  get(name) {
    return this.#all.get(name);
  }

  levels() {
    return [...this.#all.values()].map((tank) => tank.level.toFixed(1)).join(' ');
  }

  drops() {
    return [...this.#all.values()].map((tank) => tank.drops.toFixed(0)).join(' ');
  }
}
