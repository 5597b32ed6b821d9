export class Grid {
  constructor(cells, width) {
    this.cells = cells;
    this.width = width;
  }

  visit(x, y) {
    const at = y * this.width + x;
    this.cells[at] = this.cells[at] + 1;
  }
}
