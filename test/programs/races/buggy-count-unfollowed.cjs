// expect: race.check-then-act 15,31
// A plant that is still to be looked up is counted off first; one that is in no book is planted nowhere, and if that is found out last nobody sees that the bed is done.
'use strict';
const book = { rose: 20, lily: 20 };
let open = 0;
let digging = 0;
const bed = [];

const search = (name, done) => setTimeout(done, book[name] ?? 140, book[name] ? null : new Error(`no ${name}`));
const dig = (done) => setTimeout(done, 40);

function plant(name) {
  open++;
  search(name, (error) => {
    open--;
    if (error) {
      console.log('gap');
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

let tell;
function water() {
  if (tell && open === 0 && digging === 0) tell(bed.length);
}

for (const name of ['rose', 'fern', 'lily']) plant(name);
tell = (count) => console.log('done', count);
