// expect: nothing
// Whoever waits for the promise that the chain settles has waited for the chain: it was given up in time, and what it would have given is of no use any more.
const answers = [];

function ask(ms) {
  return new Promise((resolve) => {
    setTimeout(() => resolve('answer'), ms);
  });
}

function within(work, ms) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too late')), ms);
    work
      .then((answer) => {
        clearTimeout(timer);
        resolve(answer);
      })
      .catch((error) => {
        clearTimeout(timer);
        reject(error);
      });
  });
}

function firstOf(work, ms) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, ms, 'nothing');
    work.then(resolve, reject);
  });
}

async function main() {
  answers.push(await firstOf(ask(60_000), 20));
  try {
    answers.push(await within(ask(60_000), 20));
  } catch (error) {
    answers.push(error.message);
  }
  return answers;
}

main().then((all) => {
  console.log(all.join());
  process.exit(0);
});
