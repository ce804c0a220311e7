import type { Formats } from '../format.ts';
import { germanAccuracy } from './de-accuracy.ts';
import { germanAnswers } from './de-answers.ts';
import { germanCustomer } from './de-customer.ts';
import { germanCustomers } from './de-customers.ts';
import { germanFirstRun } from './de-first-run.ts';
import { germanData } from './de-data.ts';
import { germanFailedWork } from './de-failed-work.ts';
import { germanForecast } from './de-forecast.ts';
import { germanFrame } from './de-frame.ts';
import { germanHome } from './de-home.ts';
import { germanInsights } from './de-insights.ts';
import { germanLive } from './de-live.ts';
import { germanOutlook } from './de-outlook.ts';
import { germanMetafields } from './de-metafields.ts';
import { germanProductFields } from './de-product-fields.ts';
import { germanOverview } from './de-overview.ts';
import { germanPrivacy } from './de-privacy.ts';
import { germanReasons } from './de-reasons.ts';
import { germanRecommendations } from './de-recommendations.ts';
import { germanRefusals } from './de-refusals.ts';
import { germanSegments } from './de-segments.ts';
import { germanSettings } from './de-settings.ts';
import { germanTagWriting } from './de-tag-writing.ts';
import { germanTags } from './de-tags.ts';
import { germanTaste } from './de-taste.ts';
import { germanTimeline } from './de-timeline.ts';
import type { Words } from './en.ts';

/** Every string of the screens, in German. */
export function germanWords(formats: Formats): Words {
  const frame = germanFrame(formats);
  return {
    ...frame,
    ...germanRefusals(),
    homePage: germanHome(formats, frame),
    firstRun: germanFirstRun(formats, frame),
    overview: germanOverview(formats, frame),
    outlook: germanOutlook(formats, frame),
    customersPage: germanCustomers(formats, frame),
    customerPage: germanCustomer(formats, frame),
    forecast: germanForecast(formats, frame),
    accuracy: germanAccuracy(formats, frame),
    taste: germanTaste(formats, frame),
    timeline: germanTimeline(formats, frame),
    answers: germanAnswers(formats, frame),
    settingsPage: germanSettings(formats, frame),
    tagsPage: germanTags(formats, frame),
    live: germanLive(formats, frame),
    segmentsPage: germanSegments(formats, frame),
    dataPage: germanData(formats, frame),
    insights: germanInsights(formats, frame),
    failedWork: germanFailedWork(formats, frame),
    privacy: germanPrivacy(formats, frame),
    tagWriting: germanTagWriting(formats, frame),
    metafields: germanMetafields(formats, frame),
    recommendations: germanRecommendations(formats, frame),
    productFields: germanProductFields(formats, frame),
    reasons: germanReasons(formats, frame),
  };
}
