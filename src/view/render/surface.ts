/** Three stacked canvases and the one frame loop: bars (below), text, overlay (arrows, selection, hover). Only what is dirty is painted. */
import { geometryOf } from '../layout.ts';
import type { Geometry } from '../layout.ts';

export const LAYER_BARS = 1;
export const LAYER_TEXT = 2;
export const LAYER_OVERLAY = 4;
export const LAYER_ALL = 7;

export interface Painter {
  paint(layer: number, ctx: CanvasRenderingContext2D, geometry: Geometry): void;
  /** Before the first layer of a frame. */
  prepare(geometry: Geometry): void;
}

export class Surface {
  readonly element: HTMLElement;
  readonly #canvases: readonly HTMLCanvasElement[];
  readonly #contexts: readonly CanvasRenderingContext2D[];
  readonly #painter: Painter;
  #dirty = 0;
  #scheduled = false;
  #gutter = 260;
  geometry: Geometry = geometryOf(800, 400, 260, 1);
  /** Script time of the newest frames in ms, for measurements. */
  readonly frameTimes: number[] = [];

  constructor(element: HTMLElement, painter: Painter) {
    this.element = element;
    this.#painter = painter;
    this.#canvases = [0, 1, 2].map(() => {
      const canvas = document.createElement('canvas');
      canvas.setAttribute('aria-hidden', 'true');
      element.append(canvas);
      return canvas;
    });
    this.#contexts = this.#canvases.map((canvas) => canvas.getContext('2d') as CanvasRenderingContext2D);
    new ResizeObserver(() => this.resize()).observe(element);
    this.resize();
  }

  get gutter(): number {
    return this.#gutter;
  }
  set gutter(width: number) {
    this.#gutter = width;
    this.resize();
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.element;
    const dpr = window.devicePixelRatio;
    this.geometry = geometryOf(clientWidth, clientHeight, this.#gutter, dpr);
    for (const canvas of this.#canvases) {
      const width = Math.max(1, Math.round(clientWidth * dpr));
      const height = Math.max(1, Math.round(clientHeight * dpr));
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    this.invalidate(LAYER_ALL);
  }

  /** Asks for a repaint of layers in the next frame. Nothing is scheduled while nothing changes. */
  invalidate(layers: number): void {
    this.#dirty |= layers;
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#frame());
  }

  #frame(): void {
    const begin = performance.now();
    this.#painter.prepare(this.geometry);
    this.#scheduled = false;
    const dirty = this.#dirty;
    this.#dirty = 0;
    const { dpr, width, height } = this.geometry;
    [LAYER_BARS, LAYER_TEXT, LAYER_OVERLAY].forEach((layer, i) => {
      if ((dirty & layer) === 0) return;
      const ctx = this.#contexts[i] as CanvasRenderingContext2D;
      ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
      ctx.clearRect(0, 0, width + 1, height + 1);
      this.#painter.paint(layer, ctx, this.geometry);
    });
    this.frameTimes.push(performance.now() - begin);
    if (this.frameTimes.length > 600) this.frameTimes.splice(0, 300);
  }
}
