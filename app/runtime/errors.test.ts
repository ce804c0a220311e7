import fc from 'fast-check';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, RetryableError, TerminalError, errorCode, errorFrames, errorMessage, isRetryable } from './errors.ts';

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
    expect(errorMessage({ message: 'deadlock of "ann@example.com"', queue: 'q' })).not.toMatch(/object|ann/);
    expect(errorMessage({ message: 'deadlock detected', queue: 'q' })).toBe('deadlock detected');
  });
});

/** What a person may have written anywhere: never a word that an error's own text is made of. */
const written = fc.stringMatching(/^[A-Z][a-z]{3,8}[0-9]{2,3}( [A-Z][a-z]{3,8}|@[a-z]{4,9}\.example|'s "x"|: \{y\}|\n[A-Z]{4,6})?$/);

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It was to throw.');
}

/** As PostgreSQL's driver makes them: the value in the message, and in fields beside it. */
const postgres = (message: string, value: string): Error => Object.assign(new Error(message), { code: '23505', severity: 'ERROR', detail: `Key (email)=(${value}) already exists.`, where: `unnamed portal parameter $1 = '${value}'` });

const STUMBLES: Readonly<Record<string, (value: string) => unknown>> = {
  'a body that is no JSON': (value) => thrownBy(() => JSON.parse(`{"name": ${JSON.stringify(value)}, ${value}}`)),
  'a body that is only text': (value) => thrownBy(() => JSON.parse(value)),
  'a number that is none': (value) => thrownBy(() => BigInt(value)),
  'a form': (value) => z.strictObject({ kind: z.enum(['a', 'b']), at: z.number() }).safeParse({ kind: value, at: value, [value]: 1 }).error,
  'a cast': (value) => postgres(`invalid input syntax for type bigint: "${value}"`, value),
  'an array': (value) => postgres(`malformed array literal: "{${value}}"`, value),
  'a time': (value) => postgres(`time zone "${value}" not recognized`, value),
  'a part of a time': (value) => postgres(`invalid value "${value}" for "YYYY"`, value),
  'a unique key': (value) => postgres('duplicate key value violates unique constraint "customers_pkey"', value),
  'an address': (value) => new Error(`No mail can go to ${value.replace(/[^A-Za-z0-9]/g, '')}@shop.example just now`),
  'an answer': (value) => new Error(`Received an error response (422) from Shopify:\n${value}`),
  'several': (value) => new AggregateError([new Error(`refused: "${value}"`), new SyntaxError(`Unexpected token, "${value}" is not valid JSON`)], ''),
};

describe('what others say of an error', () => {
  it.for(Object.keys(STUMBLES))('repeats no word of a payload: %s', (kind) => {
    fc.assert(fc.property(written, (value) => {
      const error = STUMBLES[kind]?.(value);
      const [name = ''] = /^[A-Z][a-z]{3,8}[0-9]{2,3}/.exec(value) ?? [];
      for (const said of [errorMessage(error), errorFrames(error) ?? '']) {
        for (const part of [name, ...value.split(/[^A-Za-z0-9]+/).filter((word) => word.length > 3 && word !== 'example')]) expect(said).not.toContain(part);
      }
    }), { numRuns: 60 });
  });

  it('keeps what helps: the constraint, the table, the address that did not answer, the file', () => {
    expect(errorMessage(postgres('duplicate key value violates unique constraint "customers_pkey"', 'x'))).toBe('duplicate key value violates unique constraint "customers_pkey"');
    expect(errorMessage(new Error('null value in column "email" of relation "customers" violates not-null constraint'))).toBe('null value in column "email" of relation "customers" violates not-null constraint');
    expect(errorMessage(new Error("ENOENT: no such file or directory, open '/var/lib/x'"))).toBe("ENOENT: no such file or directory, open '/var/lib/x'");
    expect(errorMessage(new Error('getaddrinfo ENOTFOUND shop.example.com'))).toBe('getaddrinfo ENOTFOUND shop.example.com');
    expect(errorMessage(new TypeError("Cannot read properties of undefined (reading 'id')"))).toBe("Cannot read properties of undefined (reading 'id')");
    expect(errorMessage(thrownBy(() => JSON.parse('{"a": x}')))).toMatch(/^SyntaxError/);
    expect(errorMessage(new TerminalError('a', 'Our own words: "as they are".'))).toBe('Our own words: "as they are".');
    expect(errorFrames(new Error('words'))).toMatch(/^\s+at .*errors\.test\.ts/);
  });
});
