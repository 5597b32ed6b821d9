// expect: nothing
// The same loops over a copy, over a list that is replaced and not changed, and over a set; and a list that only grows meanwhile.
const passed = [];
const turn = () => new Promise((resolve) => setImmediate(resolve));

class Bus {
  hooks = [];
  once = new Set();
  late = [];

  on(hook) {
    this.hooks.push(hook);
    return () => this.off(hook);
  }

  off(hook) {
    const at = this.hooks.indexOf(hook);
    if (at >= 0) this.hooks.splice(at, 1);
    this.once.delete(hook);
    this.late = this.late.filter((it) => it !== hook);
  }

  async publish(event) {
    for (const hook of [...this.hooks]) await hook(event);
    for (const hook of this.once) await hook(event);
    for (const hook of this.late) await hook(event);
  }
}

const steps = ['fetch', 'check', 'store'];
function forget() {
  steps.splice(0, 1);
}

async function runSteps() {
  for (let i = 0; i < steps.length; i++) {
    await turn();
    passed.push(steps[i]);
    if (steps.length < 4) steps.push('report');
  }
}

const bus = new Bus();
const off = bus.on(async () => {
  await turn();
  off();
});
bus.on(async () => passed.push('second'));
bus.once.add(async () => off());
bus.late.push(async () => off());
await bus.publish('go');
await runSteps();
// When nobody goes through it any more.
forget();
console.log(passed.join(), steps.length);
