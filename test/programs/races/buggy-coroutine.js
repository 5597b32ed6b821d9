// expect: race.atomicity 17,15
// Generators that a small runner drives keep what they have read over a yield, and write it back.
const drive = (generator) =>
  new Promise((resolve, reject) => {
    const step = (value) => {
      const { value: waited, done } = generator.next(value);
      if (done) resolve(waited);
      else Promise.resolve(waited).then(step, reject);
    };
    step();
  });

const tank = { litres: 100 };
function* draw(litres) {
  const before = tank.litres;
  const allowed = yield new Promise((resolve) => setTimeout(resolve, litres, litres));
  tank.litres = before - allowed;
}
Promise.all([drive(draw(10)), drive(draw(20))]).then(() => console.log(tank.litres));
