/** Where the states of a workflow stand on its map: by how many steps it takes to get there, ends last. Pure. */
import type { Workflow } from '../api/types.js';

export interface Spot {
  readonly state: string;
  readonly x: number;
  readonly y: number;
}

interface MapLayout {
  readonly spots: readonly Spot[];
  readonly edges: readonly { readonly from: Spot; readonly to: Spot; readonly commands: readonly string[] }[];
  readonly width: number;
  readonly height: number;
}

export const BOX = { width: 116, height: 34 } as const;
const GAP = { x: 54, y: 18 } as const;
/** Room for arrows that lead back below the boxes. */
const BELOW = 30;

export function layoutOf(workflow: Workflow): MapLayout {
  const depth = new Map<string, number>();
  const begins = workflow.moves.filter((move) => move.from === null).map((move) => move.to);
  let layer = begins.length > 0 ? begins : workflow.states.slice(0, 1).map((one) => one.name);
  for (let n = 0; layer.length > 0 && n <= workflow.states.length; n++) {
    for (const state of layer) if (!depth.has(state)) depth.set(state, n);
    layer = workflow.moves
      .filter((move) => move.from !== null && layer.includes(move.from) && !depth.has(move.to))
      .map((move) => move.to);
  }
  const open = workflow.states.filter((one) => !one.end);
  const deepest = Math.max(0, ...open.map((one) => depth.get(one.name) ?? 0));
  // What is entered from anywhere, such as a hold, stands where the ends do: no arrow tells where it belongs.
  const columnOf = (state: { name: string; end: boolean }): number =>
    state.end ? deepest + 1 : (depth.get(state.name) ?? deepest);
  const rows = new Map<number, number>();
  const spots = workflow.states.map((state): Spot => {
    const column = columnOf(state);
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { state: state.name, x: column * (BOX.width + GAP.x), y: row * (BOX.height + GAP.y) };
  });
  const tallest = Math.max(...rows.values());
  const centred = spots.map((spot): Spot => {
    const column = Math.round(spot.x / (BOX.width + GAP.x));
    const missing = tallest - (rows.get(column) ?? 0);
    return { ...spot, y: spot.y + (missing * (BOX.height + GAP.y)) / 2 };
  });
  const at = (state: string) => centred.find((spot) => spot.state === state);
  const edges = workflow.moves.flatMap(({ from, to, commands }) => {
    const [a, b] = [from === null ? undefined : at(from), at(to)];
    return a && b && a !== b ? [{ from: a, to: b, commands }] : [];
  });
  const columns = Math.max(...spots.map((spot) => spot.x)) + BOX.width;
  return { spots: centred, edges, width: columns, height: tallest * (BOX.height + GAP.y) - GAP.y + BELOW };
}
