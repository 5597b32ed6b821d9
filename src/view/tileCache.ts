/** What was drawn lately, and what is likely to be drawn next: moving on, or back, then needs no answer. Also says what is likely. Pure. */
import { isTileCurrent } from './tile.ts';
import { MIN_SPAN, panViewport, fitViewport, zoomViewport } from './viewport.ts';
import type { Viewport } from './viewport.ts';

/** A part of the axis at one zoom: a tile, or strips. */
interface Part extends Viewport {
  readonly width: number;
}

/** About 1 MB of them. */
const MAX_PARTS = 16;
/** By a key. */
export const USUAL_ZOOM = 0.7;
/** Zooming that goes further at once is not repeated. */
const STRONG_ZOOM = 0.4;
/** In parts of a screen: two steps by key. */
const PAN = 0.3;

export class PartCache<T extends Part> {
  #key = '';
  #parts: T[] = [];

  /** Parts of another key are forgotten: they were made when something else was known or wanted. */
  renew(key: string): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#parts = [];
  }

  /** Forgets the one that was not asked for the longest time. */
  add(key: string, part: T): void {
    if (key !== this.#key) return;
    this.#parts.unshift(part);
    this.#parts.length = Math.min(this.#parts.length, MAX_PARTS);
  }

  /** One that covers a viewport at its zoom, and `fits`; `shown` rather than another. */
  find(viewport: Viewport, plotPx: number, fits: (part: T) => boolean, shown: T | null = null): T | null {
    const isGood = (part: T): boolean => isTileCurrent(part, viewport, plotPx) && fits(part);
    let at = shown === null || !isGood(shown) ? -1 : this.#parts.indexOf(shown);
    if (at < 0) at = this.#parts.findIndex(isGood);
    const found = this.#parts[at];
    if (found === undefined) return null;
    if (at > 0) this.#parts = [found, ...this.#parts.toSpliced(at, 1)];
    return found;
  }
}

/** By how much a step zoomed, as a part of the wider span; null when it did not, was held up by an end of the zoom, or went so far that it is no habit. */
export function zoomStep(before: Viewport, after: Viewport, length: number): number | null {
  const whole = fitViewport(length);
  const span = after.to - after.from;
  const ratio = span / (before.to - before.from);
  const factor = Math.min(ratio, 1 / ratio);
  const isFree = ratio < 1 ? span > MIN_SPAN * 1.01 : span < (whole.to - whole.from) * 0.99;
  return isFree && factor > STRONG_ZOOM && factor < 0.99 ? factor : null;
}

/** Where one may go next: closer and farther, around whatever lies in the viewport since parts reach half a screen beyond what they are for, and to the sides. */
export function likelyNext(viewport: Viewport, factor: number, length: number): Viewport[] {
  const middle = (viewport.from + viewport.to) / 2;
  return [
    zoomViewport(viewport, middle, factor, length),
    zoomViewport(viewport, middle, 1 / factor, length),
    panViewport(viewport, PAN, length),
    panViewport(viewport, -PAN, length),
  ];
}
