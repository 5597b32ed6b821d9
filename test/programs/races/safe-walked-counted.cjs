// expect: nothing
// Jobs are printed in the order in which they came. Who asks for paper prints them, when whoever is at it is done.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let jobs = [];
let sheets = 0;

async function print() {
  // By number, as there may be more by then.
  const start = sheets;

  for (let i = 0; i < jobs.length; i++) {
    const { length } = jobs[i];
    await wait(15);
    sheets += length;
  }
  jobs = [];
  return start;
}

jobs.push('map', 'plan');
setTimeout(print, 1);
setTimeout(print, 250);
setTimeout(() => console.log(sheets >= 7, jobs.length), 500);
