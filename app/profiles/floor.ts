/** What a shop needs before customers are ranked against each other. */
export const FLOOR_BUYERS = 500;
export const FLOOR_REPEAT_BUYERS = 100;
export const FLOOR_DAYS = 180;

/** How far a shop is towards the floor of the midrank scores. */
export interface FloorProgress {
  /** Customers (not excluded) with a purchase ever. */
  buyers: number;
  /** Those with two or more. */
  repeatBuyers: number;
  /** From the first counted order's day, guests' too, to the day of now; 0 without an order. */
  days: number;
  met: boolean;
}

/** Progress towards the floor: 500 buyers, 100 of them with 2+ purchases ever, and 180 days of orders. */
export function floorProgress(input: {
  buyers: number; repeatBuyers: number; firstCountedOrderDay: number | null; nowDay: number;
}): FloorProgress {
  const { buyers, repeatBuyers } = input;
  const days = input.firstCountedOrderDay === null ? 0 : Math.max(0, input.nowDay - input.firstCountedOrderDay);
  return { buyers, repeatBuyers, days, met: buyers >= FLOOR_BUYERS && repeatBuyers >= FLOOR_REPEAT_BUYERS && days >= FLOOR_DAYS };
}
