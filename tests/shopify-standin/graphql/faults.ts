/** The seam through which tests and the control API make the local Shopify misbehave. */
import type { BulkErrorCode } from './services.ts';

export interface AnsweredRequest {
  operation: string;
  type: 'query' | 'mutation' | 'invalid';
  clientId: string;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  /** JSON text. */
  body: string;
  /** The connection ends in the middle of it. */
  cut?: boolean;
}

export interface Faults {
  /**
   * Asked before a request is executed. An answer stands in for the real one; 'throttle' gives Shopify's THROTTLED
   * answer; null lets the request through.
   */
  beforeRespond?(request: AnsweredRequest): HttpAnswer | 'throttle' | null;
  /** Asked between the chunks of a bulk run. Null lets it run on; else it ends FAILED, with what there is so far or without. */
  bulkRun?(run: { id: number; type: 'QUERY' | 'MUTATION'; operation: string; objectCount: number }): { errorCode: BulkErrorCode; keepPartial: boolean } | null;
  /** Asked when a request is answered: gives what the app gets instead. What was asked for is done by then. */
  afterRespond?(request: AnsweredRequest, answer: HttpAnswer): HttpAnswer;
  /** Asked when a bulk result is fetched: its address no longer holds, or the file breaks off. */
  bulkResult?(operationId: number): 'expired' | 'cut' | null;
}
