// expect: none exit 0
// Two files are expected, of which only one comes: what is there for failures only has nothing to do then.
class Upload {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = (file) => {
        this.file = file;
        resolve(file);
      };
      this.reject = reject;
    });
    this.promise.catch(() => {});
  }
}

const uploads = new Map([
  ['a', new Upload()],
  ['b', new Upload()],
]);
setTimeout(() => uploads.get('a').resolve('a.txt'), 5);
console.log(await uploads.get('a').promise, uploads.get('b').file);
