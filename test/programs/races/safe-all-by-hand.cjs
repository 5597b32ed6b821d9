// expect: nothing
// Callbacks of one call count down what is left, or set it to nothing where one has failed: none of them has passed the look at the start by itself.
function pingAll(hosts, ping, done) {
  let left = hosts.length;
  const answers = [];
  if (left) {
    for (const [i, host] of hosts.entries()) {
      ping(
        host,
        (answer) => {
          answers[i] = answer;
          left--;
          if (left === 0) done(null, answers);
        },
        (error) => {
          left = 0;
          done(error);
        },
      );
    }
  } else {
    done(null, answers);
  }
}

function ping(host, onAnswer, onError) {
  setTimeout(() => {
    if (host.endsWith('!')) onError(new Error(`${host} is away`));
    else onAnswer(`${host} is there`);
  }, host.length * 2);
}

const seen = [];
for (const hosts of [['a', 'bcd', 'efghi'], ['ab', 'c!', 'defgh'], []]) {
  pingAll(hosts, ping, (error, answers) => seen.push(error ? error.message : answers.length));
}
setTimeout(() => console.log(seen.join()), 40);
