// expect: lock.double-release 39,34,10 exit 0
// A boat that leaks is brought back where that is found, and once more at the end.
class Harbour {
  constructor(boats) {
    this.boats = [];
    this.queue = [];
    for (let n = 0; n < boats; n++) this.boats.push({ n, trips: 0 });
  }
  async hire() {
    if (this.boats.length > 0) {
      return this.boats.pop();
    }
    return new Promise((board) => this.queue.push(board));
  }
  giveBack(boat) {
    const board = this.queue.shift();
    if (board) board(boat);
    else this.boats.push(boat);
  }
}

const harbour = new Harbour(2);
const row = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function trip(n) {
  const boat = await harbour.hire();
  try {
    const trips = boat.trips;
    await row(2);
    boat.trips = trips + 1;
    if (n === 3) {
      await row(1);
      boat.leaks = true;
      harbour.giveBack(boat);
      return 'wet';
    }
    return 'dry';
  } finally {
    harbour.giveBack(boat);
  }
}
Promise.all([1, 2, 3, 4, 5, 6, 7].map(trip)).then((trips) => console.log(trips.join(' ')));
