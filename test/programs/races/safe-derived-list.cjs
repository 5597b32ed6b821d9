// expect: nothing
// The work counts as done when what was found is in the list.
class Stops extends Array {
  note(name) {
    if (!this.some((stop) => stop.name === name)) this.push({ name, isNew: true });
  }
  nextOne() {
    return this.find((stop) => stop.isNew);
  }
}

const roads = { mill: ['port', 'farm'], port: [], farm: ['inn'], inn: [] };

class Walk {
  constructor(done) {
    this.stops = new Stops();
    this.under = [];
    this.done = done;
  }

  start(name) {
    this.stops.note(name);
    this.timer = setInterval(() => this.step(), 20);
  }

  step() {
    const stop = this.stops.nextOne();
    if (stop) this.visit(stop);
    else if (this.under.length === 0) {
      clearInterval(this.timer);
      this.done(this.stops.length);
    }
  }

  visit(stop) {
    stop.isNew = false;
    this.under.push(stop);
    setTimeout(() => {

      setTimeout(() => {
        for (const name of roads[stop.name]) this.stops.note(name);
        this.under.splice(this.under.indexOf(stop), 1);
      }, 50);
    }, 5);
  }
}

new Walk((count) => console.log('at the end', count > 0)).start('mill');
