// expect: none exit 0
// What takes parcels off a belt waits for the next one, also after one that could not be carried: it is at rest, nobody owes it anything.
const belt = [3];
const waiting = [];

function take() {
  return belt.length > 0 ? Promise.resolve(belt.shift()) : new Promise((resolve) => waiting.push(resolve));
}

function put(parcel) {
  if (waiting.length > 0) waiting.shift()(parcel);
  else belt.push(parcel);
}

function carry(parcel) {
  return new Promise((resolve, reject) => {
    setTimeout(() => (parcel === 3 ? reject(new Error('too heavy')) : resolve(parcel)), 5);
  });
}

const work = () => take().then((parcel) => carry(parcel)).then((parcel) => console.log('carried', parcel));

const again = (error) => {
  console.log(error.message);
  return work();
};
work().catch(again);
setTimeout(() => work(), 20);
if (process.argv.includes('--more')) setTimeout(() => put(4), 40);
