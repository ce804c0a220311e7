import { json, type Answer } from '../ground/fake-shopify.ts';

/** Says how the shop's segments stand, which leaving asks before it takes any down; whatever else is asked gets `otherwise`. */
export function segmentsStand(otherwise: Answer): Answer {
  return (received, response, request) => {
    const ids = (received.body['variables'] as { ids?: string[] } | undefined)?.ids ?? [];
    const nodes = ids.map((id) => ({ id, name: 'Renamed since', query: 'number_of_orders > 1' }));
    const answer = /\bSegmentsById\b/.test(String(received.body['query'])) ? json(200, { data: { nodes } }) : otherwise;
    return answer(received, response, request);
  };
}
