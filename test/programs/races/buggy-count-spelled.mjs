// expect: race.check-then-act 15,12
// Riders are counted onto a lift, written out in full; each looks for a free seat before he has shown his pass, and two who looked at once have one seat.
import { setTimeout as sleep } from 'node:timers/promises';

class Lift {
  seats = 2;
  riders = 0;
  most = 0;

  async ride(pass) {
    // There is a seat.
    if (this.riders >= this.seats) return 'on foot';

    await this.show(pass);
    this.riders = this.riders + 1;
    this.most = Math.max(this.most, this.riders);
    await sleep(6);
    this.riders = this.riders - 1;
    return 'carried';
  }

  async show(pass) {
    await sleep(pass.length);
  }
}

const lift = new Lift();
const ways = await Promise.all(['day', 'week', 'season'].map((pass) => lift.ride(pass)));
console.log(ways.join(), lift.most);
