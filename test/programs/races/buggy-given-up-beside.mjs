// expect: race.order.last-write 15,11
// Whether a buoy answers is noted for all. The limit of time is taken back in the end, whoever has come first.
let state = 'unknown';

const answerOf = (ms) => new Promise((resolve) => setTimeout(resolve, ms, 'afloat'));

function look(ms) {
  return new Promise((resolve, reject) => {
    // Fog.
    const limit = setTimeout(() => {
      state = 'lost'; reject(new Error('no answer'));
    }, 15);
    answerOf(ms)
      .then((answer) => {
        state = answer;
        resolve(answer);
      })
      .finally(() => clearTimeout(limit));
  });
}

await look(3);
await look(40).catch((error) => console.log(error.message));
await answerOf(60);
console.log(state);
