// expect: race.check-then-act 10
// How much is left is kept for all calls: whoever looks whether there is any takes it only later.
let left = 3;

function takeOne(host, ping, done) {
  if (left > 0) {
    ping(
      host,
      (answer) => {
        left = left - 1;
        done(null, answer);
      },
      done,
    );
  } else {
    done(new Error('none left'));
  }
}

function ping(host, onAnswer) {
  setTimeout(() => onAnswer(`${host} is there`), host.length * 2);
}

const seen = [];
for (const host of ['a', 'bcd', 'efghi', 'ab', 'cd', 'defgh']) takeOne(host, ping, (error) => seen.push(!error));
setTimeout(() => console.log(seen.length, left < 3), 40);
