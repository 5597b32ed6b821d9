// expect: nothing
// A class for swimmers: a place is taken in the step in which it is seen to be free, by whatever name the list goes.
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
      const { swimmers, places } = this;
      if (swimmers.length >= places) return done(false);
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
