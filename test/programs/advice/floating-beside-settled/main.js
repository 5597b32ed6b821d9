// expect: promise.floating main.js:13
// The chain settles nothing: the promise around it is settled beside it, and the process is ended before what the chain does is done.
function store(row) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(row), 1_500);
  });
}

function save(row) {
  return new Promise((resolve) => {
    store(row)
      .then((stored) => console.log('stored', stored))
      .catch((error) => console.error(error));
    setTimeout(() => resolve(row), 20);
  });
}

async function main() {
  console.log('saved', await save({ id: 1 }));
}

main().then(() => process.exit(0));
