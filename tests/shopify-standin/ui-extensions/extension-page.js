// The page's side: gives a frame of an extension its session token, asks the Storefront API for it, and makes the frame as tall as what is in it.
addEventListener('message', async ({ source, data }) => {
  const frame = [...document.querySelectorAll('iframe.ui-extension')].find((one) => one.contentWindow === source);
  if (frame === undefined || typeof data !== 'object' || data === null) return;
  if (typeof data.height === 'number') {
    frame.style.height = `${Math.ceil(data.height)}px`;
    return;
  }
  if (typeof data.go === 'string') {
    location.assign(data.go);
    return;
  }
  try {
    const body = data.ask === 'query' ? JSON.stringify({ query: data.query, variables: data.variables }) : '{}';
    const response = await fetch(data.ask === 'query' ? frame.dataset.query : frame.dataset.token, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    source.postMessage({ answerTo: data.id, answer: await response.json(), status: response.status }, '*');
  } catch (error) {
    source.postMessage({ answerTo: data.id, failed: String(error) }, '*');
  }
});
