// expect: nothing
// Whether a buoy answers is noted for all. The limit of time is taken back in the end, and what comes after it is left out.
let state = 'unknown';

const answerOf = (ms) => new Promise((resolve) => setTimeout(resolve, ms, 'afloat'));

function look(ms) {
  return new Promise((resolve, reject) => {
    // Fog.
    const limit = setTimeout(() => {
      state = 'lost'; reject(new Error('no answer'));
    }, 90);
    answerOf(ms)
      .then((answer) => {
        if (state !== 'lost') state = answer;
        resolve(answer);
      })
      .finally(() => clearTimeout(limit));
  });
}

await look(3);
await look(250).catch((error) => console.log(error.message));
await answerOf(350);
console.log(state);
