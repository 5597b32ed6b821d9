// expect: none exit 0
// What is held is given back in the step that asks for the other one, whether that is free or not.
class Bay {
  constructor() {
    this.jobs = [];
    this.busy = false;
  }
  use(job) {
    this.jobs.push(job);
    this.next();
  }
  next() {
    if (this.busy || this.jobs.length === 0) return;
    this.busy = true;
    const job = this.jobs.shift();
    job(() => this.leave());
  }
  leave() {
    this.busy = false;
    this.next();
  }
}
const [north, south] = [new Bay(), new Bay()];
const loads = [];
const show = (load) => {
  loads.push(load);
  if (loads.length === 3) console.log(loads.join());
};

function load(name) {
  north.use((leaveNorth) => {
    setTimeout(() => {
      south.use((leaveSouth) => {
        leaveSouth();
        leaveNorth();
        show(name);
      });
    }, 2);
  });
}
function unload(name) {
  south.use((leaveSouth) => {
    setImmediate(() => {
      north.use((leaveNorth) => {
        leaveNorth();
        show(name);
      });
      leaveSouth();
    });
  });
}
setTimeout(() => load('corn'), 1);
setTimeout(() => load('salt'), 1);
setTimeout(() => unload('rice'), 400);
