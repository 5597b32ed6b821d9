// expect: nothing
// A suite puts its own clock in the place of Node's for one test, and takes it away behind it.
function suite(name, time, afterMs) {
  const realNow = Date.now;
  setTimeout(() => {
    Date.now = () => time;
    console.log(name, Date.now());
  }, afterMs);
  setTimeout(() => {
    Date.now = realNow;
    console.log(name, Date.now() > 100);
  }, afterMs + 60);
}

suite('first', 1, 5);
suite('second', 2, 200);
