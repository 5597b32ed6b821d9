// expect: nothing
// A countdown of several callbacks, which one that fails sets to nothing: who counts has looked at nothing before, except whether there was anything to wait for.
function all(starts, done) {
  let remaining = starts.length;
  if (remaining) {
    for (const start of starts) {
      start(
        () => {
          remaining--;
          if (remaining === 0) done(null);
        },
        (error) => {
          remaining = 0;
          done(error);
        },
      );
    }
  } else {
    done(null);
  }
}

const fine = (ms) => (ok) => setTimeout(ok, ms);
const failing = (ms) => (ok, fail) => setTimeout(() => fail(new Error('failed')), ms);
all([failing(10), fine(30), fine(50)], (error) => console.log(error ? error.message : 'all'));
