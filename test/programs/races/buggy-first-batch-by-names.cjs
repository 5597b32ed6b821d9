// expect: race.atomicity 25
// Clock cards are sent to the office by name: who clocks in while the first lot is under way is thrown away with it.
'use strict';

const office = {
  received: [],
  take(name, hours, done) {
    setTimeout(() => {
      this.received.push(`${name} ${hours}`);
      done();
    }, 25);
  },
};

function createClock() {
  const clock = { cards: {} };
  clock.stamp = (name, hours) => {
    clock.cards[name] = hours;
  };
  clock.send = async () => {
    for (const name of Object.keys(clock.cards)) {
      await new Promise((resolve) => office.take(name, clock.cards[name], resolve));
    }

    clock.cards = {};
  };
  return clock;
}

const clock = createClock();
clock.stamp('Ruth', 8);
clock.stamp('Omar', 6);
setTimeout(() => clock.stamp('Lene', 7), 36);
clock
  .send()
  .then(() => clock.send())
  .then(() => console.log(office.received.join(', ')));
