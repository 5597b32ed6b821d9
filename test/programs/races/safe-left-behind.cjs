// expect: nothing
// A tree is walked, node by node. What a node leads to is put on the list a little later; until it is there, the node counts as open.
const tree = { root: ['left', 'right'], left: [], right: [] };

class Walk {
  list = [];
  open = 0;
  isOn = false;
  seen = [];

  add(name) {
    this.open++;
    setTimeout(() => {
      this.list.push(name);
      this.open--;
      this.next();
    }, 5);
  }

  begin(name) {
    this.isOn = true;
    this.add(name);
  }

  next() {
    if (!this.isOn) return;
    const name = this.list.shift();
    if (name !== undefined) {
      this.open++;
      setTimeout(() => {
        this.seen.push(name);
        for (const child of tree[name]) this.add(child);
        this.open--; this.next();
      }, 8);
    } else if (this.open === 0) {
      this.isOn = false;
    }
  }
}

const walk = new Walk();
walk.begin('root');
setTimeout(() => console.log(walk.seen.length > 0), 120);
