// expect: nothing
// A kiosk has two lines, for those who want a seat and for those who bring a parcel. Each time somebody is served it looks into both: an empty line of the one says nothing about the other.
const wait = (ms, then) => setTimeout(then, ms);

class Kiosk {
  seats = [];
  parcels = [];
  asked = null;
  carried = null;
  served = [];

  seat(name) {
    this.seats.push(name);
    this.serve();
  }

  parcel(name) {
    this.parcels.push(name);
    this.serve();
  }

  serve() {
    this.serveSeats();
    this.serveParcels();
  }

  serveSeats() {
    if (this.asked || this.seats.length === 0) return;
    this.asked = this.seats.shift();
    wait(10, () => {
      const name = this.asked;
      this.asked = null;
      this.served.push(name);
      if (name === 'ann') wait(15, () => this.giveBack('box'));
      this.serve();
    });
  }

  serveParcels() {
    if (this.carried || this.parcels.length === 0) return;
    this.carried = this.parcels.shift();
    wait(8, () => {
      this.served.push(this.carried);
      this.carried = null;
      this.serve();
    });
  }

  /** At the end of the day: who brought what is told that it stays here. */
  giveBack(name) {
    const { parcels } = this;
    this.parcels = [];
    parcels.unshift(name);
    for (const parcel of parcels) console.log('not today:', parcel);
    console.log(this.served.join());
  }
}

const kiosk = new Kiosk();
kiosk.serve();
wait(2, () => {
  kiosk.seat('bob');
  for (const name of ['box', 'bag', 'case']) kiosk.parcel(name);
  kiosk.seat('ann');
});
