// expect: promise.floating main.js:29
const { setTimeout: delay } = require('node:timers/promises');

class Album {
  #photos = [];

  get count() {
    return this.#photos.length;
  }

  async add(photo) {
    await delay(25);
    this.#photos.push(photo);
  }
}

class Importer {
  constructor(album) {
    this.album = album;
  }

  async #store(name) {
    const photo = { name, bytes: name.length };
    await this.album.add(photo);
  }

  async run(names) {
    for (const name of names) {
      this.#store(name);
    }
    return `${this.album.count} of ${names.length}`;
  }
}

new Importer(new Album()).run(['a.jpg', 'b.jpg', 'c.jpg']).then((text) => console.log(text));
