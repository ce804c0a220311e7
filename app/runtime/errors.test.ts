import { describe, expect, it } from 'vitest';
import { InvalidInputError, RetryableError, TerminalError, errorCode, errorMessage, isRetryable } from './errors.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('whether a failure is worth another try', () => {
  it('is no for wrong input and for what cannot change by waiting', () => {
    expect(isRetryable(new InvalidInputError('a', 'b'))).toBe(false);
    expect(isRetryable(new TerminalError('a', 'b'))).toBe(false);
    expect(isRetryable(withCode('23505'))).toBe(false);
    expect(isRetryable(withCode('42P01'))).toBe(false);
  });

  it('is yes for passing faults of the network and the database', () => {
    for (const code of ['ECONNRESET', 'EPIPE', '40P01', '40001', '57P01', '53300', '08006', '55P03']) expect(isRetryable(withCode(code)), code).toBe(true);
    expect(isRetryable(new RetryableError('a', 'b'))).toBe(true);
    expect(isRetryable(new Error('unknown'))).toBe(true);
    expect(isRetryable('not even an error')).toBe(true);
  });

  it('looks through causes for the code', () => {
    expect(errorCode(new Error('outer', { cause: withCode('40P01') }))).toBe('40P01');
    expect(errorCode(new Error('none'))).toBeUndefined();
  });
});

describe('an error in one line', () => {
  it('has words even where every address of a host refused and Node gives none', () => {
    expect(errorMessage(new AggregateError([new Error('connect ECONNREFUSED ::1:5432'), new Error('connect ECONNREFUSED 127.0.0.1:5432')]))).toBe('connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432');
    expect(errorMessage(new AggregateError([]))).toBe('AggregateError');
    expect(errorMessage(new RangeError(''))).toBe('RangeError');
    expect(errorMessage('text')).toBe('text');
  });
});
