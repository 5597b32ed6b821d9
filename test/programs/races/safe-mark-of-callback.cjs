// expect: nothing
// The mark is taken back before the writing, in whose callback only a failure sets it again; or the dictionary is looked through once more in the step in which it is taken back.
const shown = [];
const print = (text, done) => setTimeout(() => { shown.push(text); done(null); }, 40); // prettier-ignore

const menu = { dishes: {}, stale: false };

function add(dish, cents) {
  menu.stale = true;
  menu.dishes[dish] = cents;
}

function board() {
  let busy = false;
  return setInterval(() => {
    if (!menu.stale || busy) return;
    busy = true;
    menu.stale = false;
    const lines = Object.entries(menu.dishes).map(([dish, cents]) => `${dish} ${cents}`);
    print(lines.join(), (error) => {
      busy = false;
      if (error) menu.stale = true;
    });
  }, 20);
}

const sizes = {};
let changed = false;

function tally() {
  if (!changed) return;
  const count = Object.keys(sizes).length;
  print(`${count}`, () => {
    if (Object.keys(sizes).length === count) changed = false;
  });
}

function measure(name, size) {
  sizes[name] = size;
  changed = true;
}

const round = board();
add('soup', 400);
setTimeout(() => add('stew', 700), 35);
setTimeout(() => clearInterval(round), 150);
measure('a', 1);
tally();
setTimeout(() => measure('b', 2), 20);
setTimeout(tally, 80);
setTimeout(() => console.log(shown.length > 2), 200);
