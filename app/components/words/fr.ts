import type { Formats } from '../format.ts';
import type { Words } from './en.ts';
import { frenchAccuracy } from './fr-accuracy.ts';
import { frenchAnswers } from './fr-answers.ts';
import { frenchCustomer } from './fr-customer.ts';
import { frenchCustomers } from './fr-customers.ts';
import { frenchData } from './fr-data.ts';
import { frenchFirstRun } from './fr-first-run.ts';
import { frenchFailedWork } from './fr-failed-work.ts';
import { frenchForecast } from './fr-forecast.ts';
import { frenchFrame } from './fr-frame.ts';
import { frenchHome } from './fr-home.ts';
import { frenchInsights } from './fr-insights.ts';
import { frenchLive } from './fr-live.ts';
import { frenchOutlook } from './fr-outlook.ts';
import { frenchMetafields } from './fr-metafields.ts';
import { frenchProductFields } from './fr-product-fields.ts';
import { frenchOverview } from './fr-overview.ts';
import { frenchPrivacy } from './fr-privacy.ts';
import { frenchReasons } from './fr-reasons.ts';
import { frenchRecommendations } from './fr-recommendations.ts';
import { frenchRefusals } from './fr-refusals.ts';
import { frenchSegments } from './fr-segments.ts';
import { frenchSettings } from './fr-settings.ts';
import { frenchTagWriting } from './fr-tag-writing.ts';
import { frenchTags } from './fr-tags.ts';
import { frenchTaste } from './fr-taste.ts';
import { frenchTimeline } from './fr-timeline.ts';
import { withFrenchSpaces } from './french-spaces.ts';

/** Every string of the screens, in French. */
export function frenchWords(formats: Formats): Words {
  const frame = frenchFrame(formats);
  return withFrenchSpaces({
    ...frame,
    ...frenchRefusals(),
    homePage: frenchHome(formats, frame),
    firstRun: frenchFirstRun(formats, frame),
    overview: frenchOverview(formats, frame),
    outlook: frenchOutlook(formats, frame),
    customersPage: frenchCustomers(formats, frame),
    customerPage: frenchCustomer(formats, frame),
    forecast: frenchForecast(formats, frame),
    accuracy: frenchAccuracy(formats, frame),
    taste: frenchTaste(formats, frame),
    timeline: frenchTimeline(formats, frame),
    answers: frenchAnswers(formats, frame),
    settingsPage: frenchSettings(formats, frame),
    tagsPage: frenchTags(formats, frame),
    live: frenchLive(formats, frame),
    segmentsPage: frenchSegments(formats, frame),
    dataPage: frenchData(formats, frame),
    insights: frenchInsights(formats, frame),
    failedWork: frenchFailedWork(formats, frame),
    privacy: frenchPrivacy(formats, frame),
    tagWriting: frenchTagWriting(formats, frame),
    metafields: frenchMetafields(formats, frame),
    recommendations: frenchRecommendations(formats, frame),
    productFields: frenchProductFields(formats, frame),
    reasons: frenchReasons(formats, frame),
  });
}
