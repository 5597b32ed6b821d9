// expect: none exit 0
// Who has nothing to write does not ask for the turn.
const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

class Journal {
  #last = Promise.resolve();
  lines = [];

  async #turn() {
    const before = this.#last;
    let leave;
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }

  async write(lines) {
    if (lines.length === 0) return;
    const leave = await this.#turn();
    for (const line of lines) this.lines.push(line);
    await tick();
    leave();
  }
}
const journal = new Journal();
async function session(batches) {
  for (const batch of batches) await journal.write(batch);
}
await Promise.all([session([['a'], ['b']]), session([['c'], [], ['d']])]);
console.log(journal.lines);
