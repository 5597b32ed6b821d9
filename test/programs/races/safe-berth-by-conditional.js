// expect: nothing
// A quay has one berth; who has found it free takes it at once, and has a pilot come then.
const quay = { berths: 1 };
const pilot = (ship) => new Promise((resolve) => setTimeout(resolve, 3, ship));

function dock(ship) {
  return Promise.resolve()
    .then(() => (quay.berths > 0 ? (quay.berths -= 1) : Promise.reject(new Error('full'))))
    .then(() => pilot(ship));
}

Promise.allSettled([dock('Anna'), dock('Bertha')]).then((all) => console.log(all.map(({ status }) => status), quay.berths));
