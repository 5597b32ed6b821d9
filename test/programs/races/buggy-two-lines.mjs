// expect: race.atomicity 23,31,44
// A kiosk has two lines, for those who want a seat and for those who bring a parcel. It closes when both are empty: who is being served, and brings a parcel after that, is not counted.
const wait = (ms, then) => setTimeout(then, ms);

class Kiosk {
  seats = [];
  parcels = [];
  served = [];
  isOpen = true;

  seat(name) {
    this.seats.push(name);
    this.serveSeats();
  }

  parcel(name) {
    this.parcels.push(name);
    this.serveParcels();
  }

  serveSeats() {
    if (this.seats.length === 0) return;
    const name = this.seats.shift();
    wait(30, () => {
      this.served.push(name);
      this.bring(name);
    });
  }

  round() {
    if (this.seats.length === 0 && this.parcels.length === 0) {
      this.isOpen = false;
      clearInterval(rounds);
      console.log('closed');
    }
  }

  serveParcels() {
    const parcel = this.parcels.shift();
    if (parcel !== undefined) this.served.push(parcel);
  }

  bring(name) {
    this.parcels.push(`parcel of ${name}`);
  }
}

const kiosk = new Kiosk();
kiosk.serveSeats();
wait(2, () => {
  kiosk.parcel('box');
  kiosk.seat('ann');
});
const rounds = setInterval(() => kiosk.round(), 10);
