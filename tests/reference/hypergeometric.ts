/**
 * Gauss's hypergeometric function for 0 <= z < 1 and positive a, b, c, by its series (DLMF 15.2.1) after the transformation that leaves
 * the smaller terms (DLMF 15.8.1: (1 - z)^(c - a - b) 2F1(c - a, c - b; c; z)). The papers write expectations with it; the app needs
 * none, and holds its own sums against it.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  const exponent = c - a - b;
  if (exponent < 0 && c > a && c > b) return (1 - z) ** exponent * series(c - a, c - b, c, z);
  return series(a, b, c, z);
}

function series(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 1_000_000; k += 1) {
    term *= (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    sum += term;
  }
  return sum;
}
