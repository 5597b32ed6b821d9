// expect: nothing
// The cards are taken away before they are sent, and new ones lie in their place; a list that is missing is begun in the step that finds it missing.
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
  const clock = { cards: {}, notes: {} };
  clock.stamp = (name, hours) => {
    clock.cards[name] = hours;
  };
  clock.note = async (name, text) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (!clock.notes[name]) clock.notes[name] = [];
    clock.notes[name].push(text);
  };
  clock.send = async () => {
    const { cards } = clock;
    clock.cards = {};
    for (const name of Object.keys(cards)) {
      await new Promise((resolve) => office.take(name, cards[name], resolve));
    }
  };
  return clock;
}

const clock = createClock();
clock.stamp('Ruth', 8);
clock.stamp('Omar', 6);
setTimeout(() => clock.stamp('Lene', 7), 36);
const noted = Promise.all([clock.note('Ruth', 'late'), clock.note('Ruth', 'ill')]);
clock
  .send()
  .then(() => clock.send())
  .then(() => noted)
  .then(() => console.log(office.received.join(', '), clock.notes.Ruth.length));
