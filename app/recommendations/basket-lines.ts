import { createInteractionsBuilder, type Interactions } from './interactions.ts';

/**
 * Reads what a shop's customers and guests bought and gave back, as PostgreSQL's COPY writes it, into columns. A line is
 * `B customer order product day units price` (customer \N: a guest, who is known by the order alone) or
 * `R customer product day units`, parted by tabs.
 */
export interface BasketLineReader {
  /** Takes the next bytes; a line may be cut anywhere. Throws RangeError on a line of another form. */
  push(chunk: Uint8Array): void;
  /** To be called after the last chunk. Throws RangeError when the last line is not complete. */
  end(): Interactions;
}

export function createBasketLineReader(): BasketLineReader {
  const builder = createInteractionsBuilder();
  // ASCII alone: numbers, tabs and two letters.
  const decoder = new TextDecoder('latin1');
  let rest = '';
  const readLine = (line: string): void => {
    const cells = line.split('\t');
    const whole = (at: number): number => {
      const number = Number(cells[at]);
      if (!Number.isSafeInteger(number)) throw new RangeError(`A line of baskets has no whole number in field ${at + 1}.`);
      return number;
    };
    const [kind, customer = ''] = cells;
    if (kind === 'B' && cells.length === 7) {
      const guest = customer === '\\N';
      builder.add({ customerId: guest ? cells[2] as string : customer, guest, productCode: cells[3] as string, day: whole(4), quantity: whole(5), unitPrice: whole(6) });
    } else if (kind === 'R' && cells.length === 5) builder.addReturn({ customerId: customer, productCode: cells[2] as string, day: whole(3), quantity: whole(4) });
    else throw new RangeError(`A line of baskets is of no known kind, or has ${cells.length} fields.`);
  };
  return {
    push(chunk) {
      const lines = (rest + decoder.decode(chunk)).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) readLine(line);
    },
    end() {
      if (rest !== '') throw new RangeError('The last line of baskets was cut off.');
      return builder.finish();
    },
  };
}
