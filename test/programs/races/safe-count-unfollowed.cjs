// expect: nothing
// What is in no book is looked at, too; another bed is looked at by a timer again and again; and of a third each plant is asked for when the one before it has been planted.
'use strict';
const book = { rose: 20, lily: 20 };
const search = (name, done) => setTimeout(done, book[name] ?? 140, book[name] ? null : new Error(`no ${name}`));
const dig = (done) => setTimeout(done, 40);

function bedOf(names, isLookedAt) {
  let open = 0;
  let digging = 0;
  const bed = [];
  let isDone = false;
  const water = () => {
    if (isDone || open > 0 || digging > 0) return;
    isDone = true;
    console.log('done', bed.length);
  };
  for (const name of names) {
    open++;
    search(name, (error) => {
      open--;
      if (error) {
        console.log('gap');
        if (isLookedAt) water();
        return;
      }
      digging++;
      dig(() => {
        digging--;
        bed.push(name);
        water();
      });
    });
  }
  return { water, isDone: () => isDone };
}

bedOf(['rose', 'fern', 'lily'], true);
const other = bedOf(['rose', 'fern'], false);
const watch = setInterval(() => {
  other.water();
  if (other.isDone()) clearInterval(watch);
}, 50);

let left = 0;
function inTurn(names) {
  const [name, ...rest] = names;
  if (name === undefined) {
    console.log('left', left);
    return;
  }
  left++;
  search(name, () => {
    left--;
    dig(() => inTurn(rest));
  });
}
inTurn(['fern', 'rose']);
