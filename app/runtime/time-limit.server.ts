import { RetryableError } from './errors.ts';

/**
 * Waits for some work for so long and no longer. The work itself goes on: who asks next may find it done.
 * @throws RetryableError 'slow' when the time is over; else whatever the work throws
 */
export async function withinTime<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RetryableError('slow', 'Regulars took too long to answer. Try again in a few seconds.')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
