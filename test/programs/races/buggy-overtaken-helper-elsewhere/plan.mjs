export class Plan {
  rows;
  constructor(rows) {
    this.rows = rows;
  }

  rebuild(rows) {
    this.rows = rows;
  }

  getDrawing() {
    return this.rows.join('');
  }
}

export function rowOf(plan, seat) {
  const width = plan.rows[0].length;
  return Math.floor(seat / width) + 1;
}
