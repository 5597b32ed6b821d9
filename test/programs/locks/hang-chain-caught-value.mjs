// expect: hang.exit-pending@info 12 exit 0
// Two files are expected, of which only one comes, and what was to be done with the other one never is.
class Upload {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = (file) => {
        this.file = file;
        resolve(file);
      };
      this.reject = reject;
    });
    this.done = this.promise.then((file) => console.log('stored', file));
  }
}

const uploads = new Map([
  ['a', new Upload()],
  ['b', new Upload()],
]);
setTimeout(() => uploads.get('a').resolve('a.txt'), 5);
console.log(await uploads.get('a').promise, uploads.get('b').file);
