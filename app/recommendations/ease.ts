import { invertPositive } from '#app/math/symmetric-inverse.ts';
import type { Interactions } from './interactions.ts';

/** Which products explain which: B of EASE over the products that matter now. */
export interface EaseModel {
  /** The products of the model, ascending; and where each product of the shop stands among them, -1 for none. */
  products: Int32Array;
  place: Int32Array;
  /** B, row by row: what having the row's product says for the column's. */
  weights: Float32Array;
}

export interface EaseOptions {
  /** At most so many products, those with the most baskets of the last `days`. */
  products: number;
  days: number;
  /** Ridge penalty; above 0. */
  lambda: number;
  /** Days in which what a customer had counts for half, and the least that it counts for. */
  halfLife: number;
  least: number;
}

/**
 * EASE: the linear model of a customer's products from their other products that leaves each product itself out,
 * B = I - P diag(1 / diag P) with P = (X'X + lambda I)^-1. Steck, Embarrassingly Shallow Autoencoders for Sparse Data
 * (WWW 2019). X is who ever bought what, by how long
 * ago they last did, each customer weighed against how many products they had.
 * @param seen what was known at the end of the cut-off
 */
export function fitEase(seen: Interactions, cutOff: number, { products: most, days, lambda, halfLife, least }: EaseOptions): EaseModel {
  const products = sellingProducts(seen, cutOff, days).slice(0, most).sort((a, b) => a - b);
  const order = products.length;
  const place = new Int32Array(seen.productCodes.length).fill(-1);
  for (const [at, product] of products.entries()) place[product] = at;
  // The penalty keeps the inverse far from where single precision would tell, and half as much has to be fetched.
  const gram = new Float32Array(order * order);
  const had = new Int32Array(order);
  const value = new Float64Array(order);
  const lastCustomer = new Int32Array(order).fill(-1);
  for (let customer = 0; customer < seen.customers; customer += 1) {
    let count = 0;
    for (let basket = seen.customerStart[customer] as number; basket < (seen.customerStart[customer + 1] as number); basket += 1) {
      const worth = Math.max(least, 2 ** (-(cutOff - (seen.basketDay[basket] as number)) / halfLife));
      for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) {
        const one = place[seen.product[at] as number] as number;
        if (one < 0) continue;
        value[one] = worth;
        if (lastCustomer[one] === customer) continue;
        lastCustomer[one] = customer;
        had[count] = one;
        count += 1;
      }
    }
    const own = had.subarray(0, count).sort();
    const by = customerWeight(count);
    for (let i = 0; i < count; i += 1) {
      const line = (own[i] as number) * order;
      const worth = by * (value[own[i] as number] as number);
      for (let j = 0; j <= i; j += 1) gram[line + (own[j] as number)] = (gram[line + (own[j] as number)] as number) + worth * (value[own[j] as number] as number);
    }
  }
  for (let i = 0; i < order; i += 1) gram[i * order + i] = (gram[i * order + i] as number) + lambda;
  // X'X + lambda I is positive definite for any X.
  if (!invertPositive(gram, order)) throw new RangeError(`EASE needs a penalty above 0, not ${lambda}.`);
  const diagonal = Float64Array.from({ length: order }, (_, i) => gram[i * order + i] as number);
  for (let i = 0; i < order; i += 1) {
    for (let j = 0; j < order; j += 1) gram[i * order + j] = i === j ? 0 : -(gram[i * order + j] as number) / (diagonal[j] as number);
  }
  return { products: Int32Array.from(products), place, weights: gram };
}

/**
 * Adds what having products says to two columns of scores (one number for each product of the model): to `all` once for
 * each, to `recent` so many times. Four products at a time, so that a score that was fetched is used four times.
 * @param weights one for each product
 */
export function addEaseScores(model: EaseModel, had: ArrayLike<number>, weights: ArrayLike<number>, all: Float64Array, recent: Float64Array): void {
  const order = model.products.length;
  const rows: number[] = [];
  const times: number[] = [];
  for (let at = 0; at < had.length; at += 1) {
    const row = model.place[had[at] as number] as number;
    if (row < 0) continue;
    rows.push(row * order);
    times.push(weights[at] as number);
  }
  const says = model.weights;
  let at = 0;
  for (; at + 4 <= rows.length; at += 4) {
    const [r0, r1, r2, r3] = [rows[at] as number, rows[at + 1] as number, rows[at + 2] as number, rows[at + 3] as number];
    const [w0, w1, w2, w3] = [times[at] as number, times[at + 1] as number, times[at + 2] as number, times[at + 3] as number];
    const weighed = w0 !== 0 || w1 !== 0 || w2 !== 0 || w3 !== 0;
    for (let j = 0; j < order; j += 1) {
      const s0 = says[r0 + j] as number, s1 = says[r1 + j] as number, s2 = says[r2 + j] as number, s3 = says[r3 + j] as number;
      all[j] = (all[j] as number) + s0 + s1 + s2 + s3;
      if (weighed) recent[j] = (recent[j] as number) + w0 * s0 + w1 * s1 + w2 * s2 + w3 * s3;
    }
  }
  for (; at < rows.length; at += 1) {
    const [row, weight] = [rows[at] as number, times[at] as number];
    for (let j = 0; j < order; j += 1) {
      const one = says[row + j] as number;
      all[j] = (all[j] as number) + one;
      recent[j] = (recent[j] as number) + weight * one;
    }
  }
}

/** Products that sold in the last `days`, those in the most baskets first, of equals the one that comes first. */
export function sellingProducts(seen: Interactions, cutOff: number, days: number): number[] {
  const sales = new Int32Array(seen.productCodes.length);
  for (let basket = 0; basket < seen.basketDay.length; basket += 1) {
    if (cutOff - (seen.basketDay[basket] as number) >= days) continue;
    for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) sales[seen.product[at] as number] = (sales[seen.product[at] as number] as number) + 1;
  }
  return [...sales.keys()].filter((product) => (sales[product] as number) > 0).sort((a, b) => (sales[b] as number) - (sales[a] as number) || a - b);
}

/** A customer of so many products weighs 1 in the model; who has four times as many weighs half, so that few of the largest do not say it all. */
const USUAL_PRODUCTS = 60;
const MOST_WEIGHT = 4;

const customerWeight = (products: number): number => Math.min(MOST_WEIGHT, Math.sqrt(USUAL_PRODUCTS / products));
