// expect: race.atomicity 22,17,9 ; race.atomicity 34,31,39
// A mark is taken back in the callback of the writing: what was put into a dictionary, or a Map, meanwhile is not written, and nothing says so.
const shown = [];
const print = (text, done) => setTimeout(() => { shown.push(text); done(null); }, 40); // prettier-ignore

const menu = { dishes: {}, stale: false };

function add(dish, cents) {
  menu.stale = true;
  menu.dishes[dish] = cents;
}

// A round of the board begins with a look, and goes on in a callback.
function board() {
  let busy = false;
  return setInterval(() => {
    if (!menu.stale || busy) return;
    busy = true;
    const lines = Object.entries(menu.dishes).map(([dish, cents]) => `${dish} ${cents}`);
    print(lines.join(), (error) => {
      busy = false;
      if (!error) menu.stale = false;
    });
  }, 20);
}

const rooms = new Map();
let moved = false;

async function signs() {
  if (!moved) return;
  const text = [...rooms].map(([room, guest]) => `${room}: ${guest}`);
  await new Promise((resolve) => print(text.join(), resolve));
  moved = false;
}

function move(room, guest) {
  rooms.set(room, guest);
  moved = true;
}

const round = board();
add('soup', 400);
move(1, 'Ada');
const first = signs();
setTimeout(() => add('stew', 700), 35);
setTimeout(() => move(2, 'Ben'), 20);
setTimeout(() => clearInterval(round), 150);
setTimeout(() => first.then(signs).then(() => console.log(shown.length)), 60);
