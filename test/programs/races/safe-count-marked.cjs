// expect: nothing
// Who brings a parcel while others are fetched only leaves a mark: where nobody fetches, nothing is taken for done, and the parcel waits for the next van.
const { setTimeout: sleep } = require('node:timers/promises');

class Depot {
  fetching = 0;
  hasMore = false;
  parcels = [];
  lists = [];

  async fetchNext() {
    this.hasMore = false;
    this.fetching++;
    const found = this.parcels.splice(0, 2);
    await sleep(4);
    this.fetching--;
    await sleep(3);
    for (const parcel of found) this.lists.push(parcel);
    if (this.hasMore || this.parcels.length > 0) await this.fetchNext();
  }

  bring(parcel) {
    this.parcels.push(parcel);
    if (this.lists.length > 99) return;
    if (this.fetching > 0) {
      this.hasMore = true;
    }
  }
}

(async () => {
  const depot = new Depot();
  for (const parcel of ['a', 'b', 'c']) depot.bring(parcel);
  const vans = [depot.fetchNext(), sleep(2).then(() => depot.fetchNext())];
  for (const parcel of ['d', 'e', 'f', 'g']) await sleep(2).then(() => depot.bring(parcel));
  await Promise.all(vans);
  await depot.fetchNext();
  console.log(depot.lists.toSorted ? depot.lists.slice().sort().join('') : '', depot.parcels.length);
})();
