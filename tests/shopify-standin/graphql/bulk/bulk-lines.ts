/** The lines of a bulk result, one at a time, so that whoever writes them may stop to breathe at any of them. */
import type { Serving } from '../serving.ts';
import type { BulkPlan, ConnectionPlan } from './compile-query.ts';

/** Roots that are written before their children come, when objects are not grouped. */
const chunkRoots = 100;
/** Rows that a filter leaves out in a row before the reader may breathe. */
const skippedRows = 1000;

export interface LineCounts {
  rootObjectCount: number;
}

/** A row that was written and whose children have not been. */
interface Parent {
  row: unknown;
  id: string;
  plan: ConnectionPlan;
}

/**
 * Yields the JSONL lines of a plan; null where there is nothing to write yet. Without `groupObjects` a chunk's roots come
 * first, then all their children, then their children's, as Shopify's may come far from their parents; with it every
 * child directly follows its parent.
 */
export function* bulkLines(plan: BulkPlan, groupObjects: boolean, serving: Serving, counts: LineCounts): Generator<string | null, void> {
  for (const root of plan.roots) {
    const rows = root.rows({}, serving);
    if (rows === null) continue;
    const count = rows.list.length;
    let chunk: Parent[] = [];
    let skipped = 0;
    for (let index = 0; index < count; index++) {
      const row = rows.list[rows.reverse ? count - 1 - index : index];
      if (rows.keep !== null && !rows.keep(row as never)) {
        skipped += 1;
        if (skipped % skippedRows === 0) yield null;
        continue;
      }
      counts.rootObjectCount += 1;
      yield `${root.node.open(row, serving)}}`;
      if (root.node.children.length === 0) continue;
      chunk.push({ row, id: parentId(root, row, serving), plan: root });
      if (groupObjects || chunk.length >= chunkRoots) {
        yield* groupObjects ? grouped(chunk, serving) : levelByLevel(chunk, serving);
        chunk = [];
      }
    }
    yield* levelByLevel(chunk, serving);
  }
}

function parentId(plan: ConnectionPlan, row: unknown, serving: Serving): string {
  if (plan.node.id === null) throw new Error(`The rows of ${plan.field} have no id that a child could name.`);
  return plan.node.id(row, serving);
}

function* levelByLevel(parents: Parent[], serving: Serving): Generator<string | null, void> {
  let level = parents;
  while (level.length > 0) {
    const next: Parent[] = [];
    for (const parent of level) {
      for (const plan of parent.plan.node.children) {
        for (const row of rowsOf(plan, parent.row, serving)) {
          yield childLine(plan, row, parent.id, serving);
          if (plan.node.children.length > 0) next.push({ row, id: parentId(plan, row, serving), plan });
        }
      }
    }
    level = next;
  }
}

function* grouped(parents: Parent[], serving: Serving): Generator<string | null, void> {
  for (const parent of parents) {
    for (const plan of parent.plan.node.children) {
      for (const row of rowsOf(plan, parent.row, serving)) {
        yield childLine(plan, row, parent.id, serving);
        if (plan.node.children.length > 0) yield* grouped([{ row, id: parentId(plan, row, serving), plan }], serving);
      }
    }
  }
}

function rowsOf(plan: ConnectionPlan, parent: unknown, serving: Serving): readonly unknown[] {
  const rows = plan.rows(parent, serving);
  if (rows === null) return [];
  const kept = rows.keep === null ? rows.list : rows.list.filter((row) => rows.keep?.(row as never));
  return rows.reverse ? [...kept].reverse() : kept;
}

function childLine(plan: ConnectionPlan, row: unknown, parent: string, serving: Serving): string {
  const open = plan.node.open(row, serving);
  return `${open}${open === '{' ? '' : ','}"__parentId":${parent}}`;
}
