/** What shopify.app.toml subscribes to: each topic with where it goes and whether it is one about privacy. */
export function declaredSubscriptions(toml: string): { topic: string; uri: string; compliance: boolean }[] {
  return toml.split('[[webhooks.subscriptions]]').slice(1).flatMap((section) => {
    const uri = /^uri = "([^"]+)"/m.exec(section)?.[1] ?? '';
    const list = /^(compliance_)?topics = \[([^\]]*)\]/m.exec(section);
    return [...(list?.[2] ?? '').matchAll(/"([^"]+)"/g)].map(([, topic = '']) => ({ topic, uri, compliance: list?.[1] !== undefined }));
  });
}
