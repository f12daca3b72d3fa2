/** Zooming and panning a drawing by wheel, pointer, two fingers and keys. */
import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Point } from './layout.ts';

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const SCALE_MAX = 3;
const SCALE_MIN = 0.05;
/** Smaller text cannot be read: a large drawing is not fitted beyond this, but centred. */
const FITTED_MIN = 0.8;
const FITTED_MAX = 1.4;
/** A finger or mouse that moves less than this clicks. */
const CLICK_PX = 4;
const PAN_PX = 60;

export interface Moving {
  readonly camera: Camera;
  readonly zoom: (factor: number) => void;
  /** All of it. */
  readonly whole: () => void;
  /** Moves a point into sight. */
  readonly show: (point: Point) => void;
  /** Whether the last pointer moved the drawing, so that its click means nothing. */
  readonly hasMoved: () => boolean;
  /** Whether a key was one of these: + - f, and shift with an arrow. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** `size`: of the drawing; `centre`: what is in the middle where not all of it fits. */
export function useCamera(
  svg: RefObject<SVGSVGElement | null>,
  size: { readonly width: number; readonly height: number },
  centre: Point | undefined,
): Moving {
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, scale: 1 });
  const moved = useRef(false);

  const fitted = useCallback(
    (least: number) => {
      const box = svg.current?.getBoundingClientRect();
      if (box === undefined || box.width === 0) return;
      const all = Math.min(box.width / size.width, box.height / size.height, FITTED_MAX);
      const scale = Math.max(all, least);
      const middle = scale > all && centre !== undefined ? centre : { x: size.width / 2, y: size.height / 2 };
      setCamera({ x: box.width / 2 - scale * middle.x, y: box.height / 2 - scale * middle.y, scale });
    },
    [svg, size, centre],
  );
  // Another drawing is shown from its best side; another step in the same one is not.
  useLayoutEffect(() => fitted(FITTED_MIN), [size]);

  const around = useCallback((factor: number, at: Point) => {
    setCamera(({ x, y, scale }) => {
      const next = Math.max(SCALE_MIN, Math.min(SCALE_MAX, scale * factor));
      const by = next / scale;
      return { x: at.x - by * (at.x - x), y: at.y - by * (at.y - y), scale: next };
    });
  }, []);
  const pan = useCallback((dx: number, dy: number) => {
    setCamera(({ x, y, scale }) => ({ x: x + dx, y: y + dy, scale }));
  }, []);

  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const at = ({ clientX, clientY }: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: clientX - box.left, y: clientY - box.top };
    };
    const pointers = new Map<number, Point>();
    let far = 0;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      around(Math.exp(-event.deltaY / 400), at(event));
    };
    const onDown = (event: PointerEvent) => {
      if (pointers.size === 0) far = 0;
      moved.current = false;
      pointers.set(event.pointerId, at(event));
    };
    const onMove = (event: PointerEvent) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const now = at(event);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      far += Math.hypot(now.x - before.x, now.y - before.y);
      if (far > CLICK_PX && !moved.current) {
        moved.current = true;
        element.setPointerCapture(event.pointerId);
      }
      if (!moved.current) return;
      pointers.set(event.pointerId, now);
      if (other === undefined) pan(now.x - before.x, now.y - before.y);
      else {
        const [was, is] = [before, now].map((one) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y)));
        around((is as number) / (was as number), other);
      }
    };
    const onUp = (event: PointerEvent) => pointers.delete(event.pointerId);
    const onPrint = () => fitted(0);
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, onUp);
    window.addEventListener('beforeprint', onPrint);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      for (const end of ['pointerup', 'pointercancel'] as const) element.removeEventListener(end, onUp);
      window.removeEventListener('beforeprint', onPrint);
    };
  }, [svg, around, pan, fitted]);

  const zoom = useCallback(
    (factor: number) => {
      const box = svg.current?.getBoundingClientRect();
      if (box !== undefined) around(factor, { x: box.width / 2, y: box.height / 2 });
    },
    [svg, around],
  );
  const show = useCallback(
    ({ x, y }: Point) => {
      const box = svg.current?.getBoundingClientRect();
      if (box === undefined) return;
      setCamera((now) => {
        const inside = (at: number, length: number) => Math.max(40, Math.min(length - 40, at));
        const [left, top] = [now.x + now.scale * x, now.y + now.scale * y];
        const [dx, dy] = [inside(left, box.width) - left, inside(top, box.height) - top];
        return dx === 0 && dy === 0 ? now : { ...now, x: now.x + dx, y: now.y + dy };
      });
    },
    [svg],
  );
  const whole = useCallback(() => fitted(0), [fitted]);
  const onKey = (event: KeyboardEvent): boolean => {
    const way = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.shiftKey && way !== undefined) pan((way[0] as number) * PAN_PX, (way[1] as number) * PAN_PX);
    else if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === 'f') whole();
    else return false;
    return true;
  };
  return { camera, zoom, whole, show, hasMoved: () => moved.current, onKey };
}
