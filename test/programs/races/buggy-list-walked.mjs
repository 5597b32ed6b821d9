// expect: race.atomicity 21,16; race.atomicity 34,30
// Loops that wait for each element of a list, from which somebody takes one meanwhile: what stands behind it is passed over.
const passed = [];
const turn = () => new Promise((resolve) => setImmediate(resolve));

class Bus {
  hooks = [];

  on(hook) {
    this.hooks.push(hook);
    return () => this.off(hook);
  }

  off(hook) {
    const at = this.hooks.indexOf(hook);
    if (at >= 0) this.hooks.splice(at, 1);
  }

  async publish(event) {
    // The list as it is, not as it was.
    for (const hook of this.hooks) {
      await hook(event);
    }
  }
}

const steps = ['fetch', 'check', 'store'];
function skip(step) {
  const at = steps.indexOf(step);
  if (at >= 0) steps.splice(at, 1);
}

async function runSteps() {
  for (let i = 0; i < steps.length; i++) {
    await turn();
    passed.push(steps[i]);
  }
}

const bus = new Bus();
// It wants to be told once.
const off = bus.on(async () => {
  await turn();
  off();
});
bus.on(async () => passed.push('second'));
bus.on(async () => passed.push('third'));
await bus.publish('go');

const running = runSteps();
await turn();
skip('fetch');
await running;
console.log(passed.join());
