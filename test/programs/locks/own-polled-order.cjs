// expect: lock.order-inversion 28,36,26 exit 0
// Who finds it taken looks again in a timer.
class Berth {
  busy = false;
  dock() {
    return new Promise((resolve) => {
      const look = () => {
        if (this.busy) {
          setTimeout(look, 5);
          return;
        }
        this.busy = true;
        resolve();
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

async function unload(ship) {
  await quay.dock();
  await sleep(5);
  await crane.dock();
  await sleep(ship.length);
  crane.cast();
  quay.cast();
}
async function repair() {
  await crane.dock();
  await sleep(5);
  await quay.dock();
  quay.cast();
  crane.cast();
}
setTimeout(unload, 1, 'ada');
setTimeout(unload, 2, 'bertha');
setTimeout(repair, 700);
setTimeout(unload, 1400, 'clara');
