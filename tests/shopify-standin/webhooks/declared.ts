/** An entry of [[webhooks.subscriptions]] of an app's shopify.app.toml, as parsed. */
export interface DeclaredSubscription {
  topics?: readonly string[];
  compliance_topics?: readonly string[];
  /** A path of the app, or an address. */
  uri: string;
  include_fields?: readonly string[];
  filter?: string;
}
