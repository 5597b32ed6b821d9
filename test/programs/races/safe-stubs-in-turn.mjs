// expect: nothing
// Each rehearsal has its own way to dim the lights, and puts back what it found when the clock of the house has struck. The next one begins after that.
const house = { onStrike: () => {} };
const lights = { level: 10, dim: (by) => (lights.level -= by) };
const clock = setInterval(() => house.onStrike(), 25);
const rehearsals = [];

function next() {
  const rehearse = rehearsals.shift();
  if (rehearse) return rehearse(() => setImmediate(next));
  clearInterval(clock);
  console.log(lights.dim(3));
}

async function plan(rehearsal) {
  rehearsal((done) => {
    const before = lights.dim;
    lights.dim = () => 'off';
    house.onStrike = () => {
      house.onStrike = () => {};
      console.log(lights.dim());
      lights.dim = before;
      done();
    };
  });
  await undefined;
  rehearsal((done) => {
    const before = lights.dim;
    lights.dim = (by) => (lights.level -= by / 2);
    house.onStrike = () => {
      house.onStrike = () => {};
      console.log(lights.dim(2));
      lights.dim = before;
      done();
    };
  });
}

await plan((rehearse) => rehearsals.push(rehearse));
setTimeout(next, 40);
