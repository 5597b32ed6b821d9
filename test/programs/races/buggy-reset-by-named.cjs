// expect: race.check-then-act 30,35,40
// A second burner that fails clears all that is planned, also the next attempt for the first one: the boiler counts as being relit for ever.
const gas = { isOn: false };
const strike = (done) => setTimeout(() => done(gas.isOn ? null : new Error('no gas')), 20);

class Boiler {
  isRelit = false;
  lit = [];
  plans = [];

  ignite(burner) {
    this.strike(burner, (error) => {
      if (error) this.keepOn(burner);
    });
  }

  strike(burner, done) {
    strike((error) => {
      this.clear();
      if (!error) this.lit.push(burner);
      done(error);
    });
  }

  clear() {
    for (const undo of this.plans.splice(0)) undo();
  }

  keepOn(burner) {
    if (this.isRelit) return;
    this.relight(burner);
  }

  relight(burner) {
    this.isRelit = true;
    const attempted = (error) => {
      if (error) this.relight(burner);
      else this.isRelit = false;
    };
    const timer = setTimeout(() => this.strike(burner, attempted), 240);
    this.plans.push(() => clearTimeout(timer));
  }
}

const boiler = new Boiler();
boiler.ignite('left');
setTimeout(() => boiler.ignite('right'), 60);
setTimeout(() => (gas.isOn = true), 190);
setTimeout(() => console.log(boiler.lit.length), 420);
