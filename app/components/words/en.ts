import type { Formats } from '../format.ts';
import { englishAccuracy } from './en-accuracy.ts';
import { englishAnswers } from './en-answers.ts';
import { englishCustomer } from './en-customer.ts';
import { englishCustomers } from './en-customers.ts';
import { englishFirstRun } from './en-first-run.ts';
import { englishData } from './en-data.ts';
import { englishFailedWork } from './en-failed-work.ts';
import { englishForecast } from './en-forecast.ts';
import { englishFrame } from './en-frame.ts';
import { englishHome } from './en-home.ts';
import { englishInsights } from './en-insights.ts';
import { englishLive } from './en-live.ts';
import { englishOutlook } from './en-outlook.ts';
import { englishMetafields } from './en-metafields.ts';
import { englishProductFields } from './en-product-fields.ts';
import { englishOverview } from './en-overview.ts';
import { englishPrivacy } from './en-privacy.ts';
import { englishReasons } from './en-reasons.ts';
import { englishRecommendations } from './en-recommendations.ts';
import { englishRefusals } from './en-refusals.ts';
import { englishSegments } from './en-segments.ts';
import { englishSettings } from './en-settings.ts';
import { englishTagWriting } from './en-tag-writing.ts';
import { englishTags } from './en-tags.ts';
import { englishTaste } from './en-taste.ts';
import { englishTimeline } from './en-timeline.ts';

/** Every string of the screens, in English. Another language is a function of the same shape. */
export function englishWords(formats: Formats) {
  const frame = englishFrame(formats);
  return {
    ...frame,
    ...englishRefusals(),
    homePage: englishHome(formats, frame),
    firstRun: englishFirstRun(formats, frame),
    overview: englishOverview(formats, frame),
    outlook: englishOutlook(formats, frame),
    customersPage: englishCustomers(formats, frame),
    customerPage: englishCustomer(formats, frame),
    forecast: englishForecast(formats, frame),
    accuracy: englishAccuracy(formats, frame),
    taste: englishTaste(formats, frame),
    timeline: englishTimeline(formats, frame),
    answers: englishAnswers(formats, frame),
    settingsPage: englishSettings(formats, frame),
    tagsPage: englishTags(formats, frame),
    live: englishLive(formats, frame),
    segmentsPage: englishSegments(formats, frame),
    dataPage: englishData(formats, frame),
    insights: englishInsights(formats, frame),
    failedWork: englishFailedWork(formats, frame),
    privacy: englishPrivacy(formats, frame),
    tagWriting: englishTagWriting(formats, frame),
    metafields: englishMetafields(formats, frame),
    recommendations: englishRecommendations(formats, frame),
    productFields: englishProductFields(formats, frame),
    reasons: englishReasons(formats, frame),
  };
}

export type Words = ReturnType<typeof englishWords>;
