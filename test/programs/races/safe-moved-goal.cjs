// expect: nothing
// A lift goes a number of floors in its own time. Whoever sets its height by hand meanwhile moves its goal along: after each wait the height is compared with what it was.
const { setTimeout: sleep } = require('node:timers/promises');

const lift = { height: 0, log: [] };

function plan(floors) {
  const height = floors * 3;
  return { goal: lift.height + height, start: lift.height, seen: 0 };
}

function follow(ride) {
  if (ride.seen !== lift.height) {
    const shift = lift.height - ride.seen;
    ride.start += shift;
    ride.goal += shift;
  }
}

function arrive(ride) {
  lift.height = ride.goal;
  lift.log.push(ride.start);
}

function go(floors, done) {
  const ride = plan(floors);
  ride.seen = lift.height;
  setTimeout(() => {
    follow(ride);
    arrive(ride);
    done();
  }, 60);
}

function calibrate(height) {
  lift.height = height;
}

async function main() {
  const ride = new Promise((resolve) => go(4, resolve));
  await sleep(25);
  calibrate(1);
  await ride;
  console.log(lift.height, lift.log.join());
}

main();
