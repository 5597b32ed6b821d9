// expect: lock.not-released 21,15,30 exit 13
// Who has left the turn behind stands in line for the next one itself.
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
    const many = lines.length;
    const leave = await this.#turn();
    if (many === 0) return;
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
