import { Box } from './box.mjs';

export class Small extends Box {
  constructor() {
    super();
    this.size = 10;
  }
}
