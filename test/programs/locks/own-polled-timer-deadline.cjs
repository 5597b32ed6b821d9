// expect: none exit 0
class Berth {
  busy = false;
  dock(patience) {
    const until = performance.now() + patience;
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!this.busy) {
          this.busy = true;
          resolve();
        } else if (performance.now() > until) reject(new Error('no berth'));
        else setTimeout(look, 5);
      };
      look();
    });
  }
  cast() {
    this.busy = false;
  }
}
const [quay, crane] = [new Berth(), new Berth()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function unload(first, second) {
  await first.dock(300);
  try {
    await sleep(3);
    await second.dock(300);
    second.cast();
  } finally {
    first.cast();
  }
}
setTimeout(unload, 1, quay, crane);
setTimeout(unload, 60, crane, quay);
