type Numbers = Float64Array | Float32Array;

/** Columns that are eliminated at once: three blocks of it stay in the first cache. */
const BLOCK = 48;

/**
 * The inverse of a symmetric positive definite matrix, in place, by a blocked Cholesky factorisation A = L L',
 * X = L^-1, A^-1 = X' X (Golub and Van Loan, Matrix Computations, 4.2). Works on rows of the lower triangle alone, with
 * inner loops of four rows by four columns, so that a number that was fetched is used four times: order^3 / 2
 * multiplications in all.
 * @param a order x order numbers, row by row, of single precision where that suffices: half as much has to be fetched; the lower triangle is read, both are written
 * @returns whether it could be done; false where the matrix is not positive definite, and `a` is then of no use
 * @throws RangeError when the length is not order x order
 */
export function invertPositive(a: Numbers, order: number): boolean {
  if (a.length !== order * order) throw new RangeError(`A matrix of order ${order} has ${order * order} numbers, not ${a.length}.`);
  if (!factorise(a, order)) return false;
  invertTriangle(a, order);
  multiplyTransposed(a, order);
  return true;
}

/** L into the lower triangle, block column by block column, each less what stands left of it. */
function factorise(a: Numbers, order: number): boolean {
  for (let from = 0; from < order; from += BLOCK) {
    const to = Math.min(order, from + BLOCK);
    if (from > 0) subtractRows(a, order, from, from, to, from);
    for (let j = from; j < to; j += 1) {
      const line = j * order;
      let diagonal = a[line + j] as number;
      for (let k = from; k < j; k += 1) diagonal -= (a[line + k] as number) ** 2;
      if (!(diagonal > 0) || !Number.isFinite(diagonal)) return false;
      const root = Math.sqrt(diagonal);
      a[line + j] = root;
      const scale = 1 / root;
      for (let i = j + 1; i < order; i += 1) {
        const row = i * order;
        let sum = a[row + j] as number;
        for (let k = from; k < j; k += 1) sum -= (a[row + k] as number) * (a[line + k] as number);
        a[row + j] = sum * scale;
      }
    }
  }
  return true;
}

/** a[i][j] -= sum over k < width of a[i][k] a[j][k], for i from `top` on and j from `from` to `to`. */
function subtractRows(a: Numbers, order: number, top: number, from: number, to: number, width: number): void {
  let i = top;
  for (; i + 4 <= order; i += 4) {
    let j = from;
    for (; j + 4 <= to; j += 4) subtractTile(a, order, i, j, width);
    for (; j < to; j += 1) for (let r = i; r < i + 4; r += 1) subtractOne(a, order, r, j, width);
  }
  for (; i < order; i += 1) for (let j = from; j < to; j += 1) subtractOne(a, order, i, j, width);
}

function subtractOne(a: Numbers, order: number, i: number, j: number, width: number): void {
  let sum = 0;
  for (let k = 0; k < width; k += 1) sum += (a[i * order + k] as number) * (a[j * order + k] as number);
  a[i * order + j] = (a[i * order + j] as number) - sum;
}

function subtractTile(a: Numbers, order: number, i: number, j: number, width: number): void {
  const [i0, i1, i2, i3] = [i * order, (i + 1) * order, (i + 2) * order, (i + 3) * order];
  const [j0, j1, j2, j3] = [j * order, (j + 1) * order, (j + 2) * order, (j + 3) * order];
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  for (let k = 0; k < width; k += 1) {
    const x0 = a[i0 + k] as number, x1 = a[i1 + k] as number, x2 = a[i2 + k] as number, x3 = a[i3 + k] as number;
    const y0 = a[j0 + k] as number, y1 = a[j1 + k] as number, y2 = a[j2 + k] as number, y3 = a[j3 + k] as number;
    s00 += x0 * y0; s01 += x0 * y1; s02 += x0 * y2; s03 += x0 * y3;
    s10 += x1 * y0; s11 += x1 * y1; s12 += x1 * y2; s13 += x1 * y3;
    s20 += x2 * y0; s21 += x2 * y1; s22 += x2 * y2; s23 += x2 * y3;
    s30 += x3 * y0; s31 += x3 * y1; s32 += x3 * y2; s33 += x3 * y3;
  }
  const subtract = (at: number, sum: number): void => { a[at] = (a[at] as number) - sum; };
  subtract(i0 + j, s00); subtract(i0 + j + 1, s01); subtract(i0 + j + 2, s02); subtract(i0 + j + 3, s03);
  subtract(i1 + j, s10); subtract(i1 + j + 1, s11); subtract(i1 + j + 2, s12); subtract(i1 + j + 3, s13);
  subtract(i2 + j, s20); subtract(i2 + j + 1, s21); subtract(i2 + j + 2, s22); subtract(i2 + j + 3, s23);
  subtract(i3 + j, s30); subtract(i3 + j + 1, s31); subtract(i3 + j + 2, s32); subtract(i3 + j + 3, s33);
}

/**
 * X = L^-1 over L. Its transpose is built in the upper triangle, so that both factors of each sum are read along rows:
 * X'[j][i] = -(sum over j <= k < i of L[i][k] X'[j][k]) / L[i][i].
 */
function invertTriangle(a: Numbers, order: number): void {
  const diagonal = new Float64Array(order);
  for (let i = 0; i < order; i += 1) diagonal[i] = 1 / (a[i * order + i] as number);
  // Below the diagonal stands L, on and above it X'.
  for (let from = 0; from < order; from += BLOCK) {
    const to = Math.min(order, from + BLOCK);
    // Sums over the columns that are done, k < from, for all rows j above this block.
    for (let j = 0; j < from; j += 4) {
      const rows = Math.min(4, from - j);
      for (let i = from; i < to; i += 4) {
        const columns = Math.min(4, to - i);
        if (rows === 4 && columns === 4) upperTile(a, order, j, i, from);
        else for (let r = j; r < j + rows; r += 1) for (let c = i; c < i + columns; c += 1) upperOne(a, order, r, c, from);
      }
    }
    for (let j = from; j < to; j += 1) {
      for (let i = j + 1; i < to; i += 1) a[j * order + i] = 0;
    }
    for (let j = 0; j < to; j += 1) {
      const first = Math.max(j, from);
      for (let i = first; i < to; i += 1) {
        if (i === j) {
          a[j * order + j] = diagonal[j] as number;
          continue;
        }
        let sum = a[j * order + i] as number;
        for (let k = first; k < i; k += 1) sum += (a[i * order + k] as number) * (a[j * order + k] as number);
        a[j * order + i] = -sum * (diagonal[i] as number);
      }
    }
  }
}

/** a[j][i] = sum over j <= k < width of L[i][k] X'[j][k]. */
function upperOne(a: Numbers, order: number, j: number, i: number, width: number): void {
  let sum = 0;
  for (let k = j; k < width; k += 1) sum += (a[i * order + k] as number) * (a[j * order + k] as number);
  a[j * order + i] = sum;
}

function upperTile(a: Numbers, order: number, j: number, i: number, width: number): void {
  const [i0, i1, i2, i3] = [i * order, (i + 1) * order, (i + 2) * order, (i + 3) * order];
  const [j0, j1, j2, j3] = [j * order, (j + 1) * order, (j + 2) * order, (j + 3) * order];
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  // The first three columns belong to some of the four rows alone: left of its diagonal a row holds L.
  for (let k = j; k < Math.min(j + 3, width); k += 1) {
    const y0 = a[i0 + k] as number, y1 = a[i1 + k] as number, y2 = a[i2 + k] as number, y3 = a[i3 + k] as number;
    const x0 = a[j0 + k] as number, x1 = k >= j + 1 ? (a[j1 + k] as number) : 0, x2 = k >= j + 2 ? (a[j2 + k] as number) : 0;
    s00 += x0 * y0; s01 += x0 * y1; s02 += x0 * y2; s03 += x0 * y3;
    s10 += x1 * y0; s11 += x1 * y1; s12 += x1 * y2; s13 += x1 * y3;
    s20 += x2 * y0; s21 += x2 * y1; s22 += x2 * y2; s23 += x2 * y3;
  }
  for (let k = j + 3; k < width; k += 1) {
    const x0 = a[j0 + k] as number, x1 = a[j1 + k] as number, x2 = a[j2 + k] as number, x3 = a[j3 + k] as number;
    const y0 = a[i0 + k] as number, y1 = a[i1 + k] as number, y2 = a[i2 + k] as number, y3 = a[i3 + k] as number;
    s00 += x0 * y0; s01 += x0 * y1; s02 += x0 * y2; s03 += x0 * y3;
    s10 += x1 * y0; s11 += x1 * y1; s12 += x1 * y2; s13 += x1 * y3;
    s20 += x2 * y0; s21 += x2 * y1; s22 += x2 * y2; s23 += x2 * y3;
    s30 += x3 * y0; s31 += x3 * y1; s32 += x3 * y2; s33 += x3 * y3;
  }
  a[j0 + i] = s00; a[j0 + i + 1] = s01; a[j0 + i + 2] = s02; a[j0 + i + 3] = s03;
  a[j1 + i] = s10; a[j1 + i + 1] = s11; a[j1 + i + 2] = s12; a[j1 + i + 3] = s13;
  a[j2 + i] = s20; a[j2 + i + 1] = s21; a[j2 + i + 2] = s22; a[j2 + i + 3] = s23;
  a[j3 + i] = s30; a[j3 + i + 1] = s31; a[j3 + i + 2] = s32; a[j3 + i + 3] = s33;
}

/** A^-1[j][i] = sum over k >= i of X'[j][k] X'[i][k], j <= i; row by row from the top, each when what needs it is done. */
function multiplyTransposed(a: Numbers, order: number): void {
  // Row j is needed by no row below it, so its result may stand where it was; (j, i) needs row i as it was, and i > j.
  for (let j = 0; j < order; j += 1) {
    const jLine = j * order;
    let i = j;
    for (; i + 4 <= order; i += 4) {
      const [i0, i1, i2, i3] = [i * order, (i + 1) * order, (i + 2) * order, (i + 3) * order];
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let k = i; k < Math.min(i + 3, order); k += 1) {
        const x = a[jLine + k] as number;
        s0 += x * (a[i0 + k] as number);
        if (k >= i + 1) s1 += x * (a[i1 + k] as number);
        if (k >= i + 2) s2 += x * (a[i2 + k] as number);
      }
      for (let k = i + 3; k < order; k += 1) {
        const x = a[jLine + k] as number;
        s0 += x * (a[i0 + k] as number); s1 += x * (a[i1 + k] as number); s2 += x * (a[i2 + k] as number); s3 += x * (a[i3 + k] as number);
      }
      // Entry (j, i) is written while entries right of it are still to be read: they stand at k > i and are untouched.
      a[jLine + i] = s0; a[jLine + i + 1] = s1; a[jLine + i + 2] = s2; a[jLine + i + 3] = s3;
    }
    for (; i < order; i += 1) {
      let sum = 0;
      for (let k = i; k < order; k += 1) sum += (a[jLine + k] as number) * (a[i * order + k] as number);
      a[jLine + i] = sum;
    }
  }
  for (let i = 0; i < order; i += 1) for (let j = 0; j < i; j += 1) a[i * order + j] = a[j * order + i] as number;
}
