// expect: race.check-then-act 11,17
// A class for swimmers: whoever asks how many there are has a name of his own for the list.
class Course {
  constructor(places) {
    this.swimmers = [];
    this.places = places;
  }

  left(answer) {
    const { swimmers } = this;
    setTimeout(() => answer(this.places - swimmers.length), 4);
  }

  enter(name, done) {
    const list = this.swimmers;
    setTimeout(() => {
      list.push(name);
      done(true);
    }, 4);
  }
}

function register(course, name, done) {
  course.left((left) => {
    if (left < 1) done(false);
    else course.enter(name, done);
  });
}

const beginners = new Course(1);
let open = 3;
for (const name of ['Ida', 'Jon', 'Kim']) {
  register(beginners, name, () => {
    if (--open === 0) console.log(beginners.swimmers.length > 0);
  });
}
