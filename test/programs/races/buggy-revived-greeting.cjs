// expect: race.order.last-write 11
'use strict';
// The text of the one who has left is shown again.
const screen = { text: null, shown: 0 };
const translate = (word) => new Promise((resolve) => setTimeout(resolve, 15, `${word}!`));
let open = 0;

async function greet(word) {
  open++;
  try {
    screen.text = await translate(word);
  } finally {
    open--;
  }
}
function leave() {
  screen.text = null;
  screen.shown++;
}

const greeting = greet('Moin');
setTimeout(leave, 4);
greeting.then(() => console.log(open, screen.text));
