const tick = () => new Promise((resolve) => setTimeout(resolve, 2));
const first = () => [
  { id: 1, left: 5 },
  { id: 2, left: 5 },
];

export class Listed {
  #rows = first();

  async find(id) {
    await tick();
    const row = this.#rows.find((one) => one.id === id);
    return row && { ...row };
  }

  async save(changed) {
    await tick();
    const at = this.#rows.findIndex((one) => one.id === changed.id);
    this.#rows[at] = { ...changed };
  }
}

export class Spliced {
  #rows = first();

  async find(id) {
    await tick();
    const row = this.#rows.find((one) => one.id === id);
    return row && { ...row };
  }

  async save(changed) {
    await tick();
    const at = this.#rows.findIndex((one) => one.id === changed.id);
    this.#rows.splice(at, 1, { ...changed });
  }
}

export class Mapped {
  #rows = new Map(first().map((row) => [row.id, row]));

  async find(id) {
    await tick();
    const row = [...this.#rows.values()].find((one) => one.id === id);
    return row && { ...row };
  }

  async save(changed) {
    await tick();
    this.#rows.set(changed.id, { ...changed });
  }
}
