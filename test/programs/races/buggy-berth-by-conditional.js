// expect: race.check-then-act 10,8
// A quay has one berth; who has found it free has a pilot come, and takes it then. The test is an expression, and who finds none has his promise rejected.
const quay = { berths: 1 };
const pilot = (ship) => new Promise((resolve) => setTimeout(resolve, 3, ship));

function dock(ship) {
  return Promise.resolve()
    .then(() => quay.berths)
    .then((free) => (free > 0 ? pilot(ship) : Promise.reject(new Error('full'))))
    .then((docked) => ((quay.berths -= 1), docked));
}

Promise.allSettled([dock('Anna'), dock('Bertha')]).then((all) => console.log(all.map(({ status }) => status), quay.berths));
