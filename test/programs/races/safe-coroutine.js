// expect: nothing
// Generators that a small runner drives read again after the yield, or take turns; others are walked in one step, or left before their end.
const drive = (generator) =>
  new Promise((resolve, reject) => {
    const step = (value) => {
      const { value: waited, done } = generator.next(value);
      if (done) resolve(waited);
      else Promise.resolve(waited).then(step, reject);
    };
    step();
  });
const wait = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

const tank = { litres: 100, number: 0, level: 3 };
function* draw(litres) {
  const before = tank.litres;
  const allowed = yield wait(litres, Math.min(before, litres));
  tank.litres -= allowed;
}
function* rise(steps) {
  const before = tank.level;
  yield wait(4);
  tank.level = before + steps;
}
function* numbers() {
  for (;;) {
    const number = tank.number;
    yield number;
    tank.number = number + 1;
  }
}
const [first, second] = [numbers(), numbers()];
const taken = [first.next().value, first.next().value, second.next().value, second.next().value];
for (const number of numbers()) if (number > 4) break;

const turns = drive(rise(1)).then(() => drive(rise(2)));
Promise.all([drive(draw(10)), drive(draw(20)), turns]).then(() => console.log(tank, taken));
