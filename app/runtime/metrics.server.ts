import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * What a Prometheus may read of this process. Labels come from short lists of our own (a topic, a job's name, an outcome):
 * never a shop, a person, or anything that somebody outside can choose.
 */
const measures = new Registry();
const registers = [measures];

const webhooks = new Counter({ name: 'regulars_webhooks_total', help: 'Webhooks by topic and by what became of them', labelNames: ['topic', 'outcome'], registers });
const acknowledged = new Histogram({ name: 'regulars_webhook_ack_seconds', help: 'From the head of a webhook to the 200 that followed its commit', buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers });
const duplicates = new Counter({ name: 'regulars_webhook_duplicates_total', help: 'Webhooks that were in the inbox already', registers });
const batches = new Histogram({ name: 'regulars_inbox_insert_events', help: 'Events of one insert into the inbox', buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500], registers });
const applied = new Histogram({ name: 'regulars_event_apply_seconds', help: 'Time to apply an event, by topic and outcome', labelNames: ['topic', 'outcome'], buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5], registers });
const stages = new Histogram({ name: 'regulars_turn_stage_seconds', help: 'Time of each stage between events and their tags, for a turn of one shop', labelNames: ['stage'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5], registers });
const lag = new Histogram({ name: 'regulars_event_lag_seconds', help: 'From the arrival of an event until it was dealt with', buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600], registers });
const jobs = new Counter({ name: 'regulars_jobs_total', help: 'Tries of background jobs by name and outcome', labelNames: ['job', 'outcome'], registers });
const jobSeconds = new Histogram({ name: 'regulars_job_seconds', help: 'Time that a try of a job took', labelNames: ['job'], buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800], registers });
const tagWrites = new Counter({ name: 'regulars_tag_writes_total', help: 'Tag changes by how they ended', labelNames: ['outcome'], registers });

export type WebhookOutcome = 'stored' | 'unsigned' | 'malformed' | 'unknown-topic' | 'too-large' | 'slow' | 'broken-off' | 'overloaded' | 'unavailable';

/** Counting a label by name costs more than the counting: each pair is looked up once. */
const webhookCounters = new Map<string, Counter.Internal>();

/** @param topic one of WEBHOOK_TOPICS, or 'other': whoever can reach us may send any text there. */
export function countWebhook(topic: string, outcome: WebhookOutcome): void {
  const key = `${topic} ${outcome}`;
  let counter = webhookCounters.get(key);
  if (counter === undefined) webhookCounters.set(key, (counter = webhooks.labels(topic, outcome)));
  counter.inc();
}

export function observeAcknowledged(seconds: number): void {
  acknowledged.observe(seconds);
}

export function observeInsert(events: number, inserted: number): void {
  batches.observe(events);
  if (events > inserted) duplicates.inc(events - inserted);
}

/** An event of the inbox was dealt with. @param lagSeconds since it came in */
export function observeApplied(event: { topic: string; outcome: 'applied' | 'stale' | 'ignored' | 'failed'; seconds: number; lagSeconds: number }): void {
  applied.labels(event.topic, event.outcome).observe(event.seconds);
  lag.observe(event.lagSeconds);
}

/** How long one stage of a shop's turn took. */
export function observeStage(stage: 'apply' | 'follow' | 'write', milliseconds: number): void {
  stages.labels(stage).observe(milliseconds / 1000);
}

export function observeJob(job: string, outcome: 'done' | 'to-retry' | 'failed', seconds: number): void {
  jobs.labels(job, outcome).inc();
  jobSeconds.labels(job).observe(seconds);
}

/** @param outcome added, removed or failed */
export function countTagWrites(outcome: string, count: number): void {
  if (count > 0) tagWrites.labels(outcome).inc(count);
}

/**
 * A number that is looked up when somebody asks: what fails to be found out is left out of that answer.
 * @param read value by label value; for a gauge without labels under ''
 */
export function provideGauge(options: { name: string; help: string; label?: string; read: () => Promise<Map<string, number>> | Map<string, number> }): void {
  if (measures.getSingleMetric(options.name) !== undefined) return;
  const { name, help, label, read } = options;
  const labelNames = label === undefined ? [] : [label];
  new Gauge({
    name, help, labelNames, registers,
    async collect() {
      this.reset();
      const values = await Promise.resolve(read()).catch(() => new Map<string, number>());
      for (const [key, value] of values) {
        if (label === undefined) this.set(value);
        else this.labels(key).set(value);
      }
    },
  });
}

let measuringProcess = false;

/** Everything, in the form that Prometheus reads. */
export async function metricsText(): Promise<{ contentType: string; text: string }> {
  return { contentType: measures.contentType, text: await measures.metrics() };
}

/** Begins to measure what belongs to the process: processor time, memory, lag of the event loop. Once, by its entry. */
export function measureProcess(): void {
  if (measuringProcess) return;
  measuringProcess = true;
  collectDefaultMetrics({ register: measures });
}
