/**
 * As much of a document as Preact and a test of a UI extension need: elements, texts, events. No layout, no HTML, no CSS. In Shopify an
 * extension runs in a worker whose document is as small.
 */
export class SmallNode {
  readonly nodeType: number;
  readonly childNodes: SmallNode[] = [];
  parentNode: SmallNode | null = null;

  constructor(nodeType: number) {
    this.nodeType = nodeType;
  }

  get firstChild(): SmallNode | null {
    return this.childNodes[0] ?? null;
  }

  get nextSibling(): SmallNode | null {
    const beside = this.parentNode?.childNodes ?? [];
    return beside[beside.indexOf(this) + 1] ?? null;
  }

  get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join('');
  }

  insertBefore(node: SmallNode, before: SmallNode | null): SmallNode {
    node.parentNode?.removeChild(node);
    const at = before === null ? -1 : this.childNodes.indexOf(before);
    this.childNodes.splice(at < 0 ? this.childNodes.length : at, 0, node);
    node.parentNode = this;
    return node;
  }

  appendChild(node: SmallNode): SmallNode {
    return this.insertBefore(node, null);
  }

  removeChild(node: SmallNode): SmallNode {
    const at = this.childNodes.indexOf(node);
    if (at < 0) throw new Error('The node to be removed is no child of this node.');
    this.childNodes.splice(at, 1);
    node.parentNode = null;
    return node;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  contains(node: SmallNode | null): boolean {
    return node !== null && (node === this || this.contains(node.parentNode));
  }
}

class SmallText extends SmallNode {
  data: string;

  constructor(data: string) {
    super(3);
    this.data = data;
  }

  override get textContent(): string {
    return this.data;
  }
}

export class SmallElement extends SmallNode {
  readonly localName: string;
  readonly style: Record<string, string> = {};
  readonly ownerDocument: unknown;
  readonly namespaceURI = 'http://www.w3.org/1999/xhtml';
  /** Preact writes the names of events small where an element has such a property, and sets a property where there is one. */
  onclick = null;
  onchange = null;
  oninput = null;
  values: string[] = [];
  readonly attributeTexts = new Map<string, string>();
  readonly #listeners = new Map<string, Set<(event: SmallEvent) => void>>();

  constructor(localName: string, ownerDocument: unknown) {
    super(1);
    this.localName = localName;
    this.ownerDocument = ownerDocument;
  }

  get attributes(): { name: string; value: string }[] {
    return [...this.attributeTexts].map(([name, value]) => ({ name, value }));
  }

  set innerHTML(html: string) {
    if (html !== '') throw new Error('The small document reads no HTML.');
    for (const child of [...this.childNodes]) this.removeChild(child);
  }

  setAttribute(name: string, value: unknown): void {
    this.attributeTexts.set(name, String(value));
  }

  getAttribute(name: string): string | null {
    return this.attributeTexts.get(name) ?? null;
  }

  removeAttribute(name: string): void {
    this.attributeTexts.delete(name);
  }

  addEventListener(type: string, listener: (event: SmallEvent) => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: (event: SmallEvent) => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  /** As a person does it: `fields` are set on the element first, as a choice list sets its `values`. */
  happens(type: string, fields: object = {}): void {
    Object.assign(this, fields);
    for (const listener of this.#listeners.get(type) ?? []) listener.call(this, { type, target: this, currentTarget: this });
  }

  /** Elements below this one of a name. */
  all(localName: string): SmallElement[] {
    return this.childNodes.flatMap((child) => (child instanceof SmallElement ? [...(child.localName === localName ? [child] : []), ...child.all(localName)] : []));
  }

  /** The one element of a name, or the one of them whose text or label holds `said`. @throws Error where there is none or several */
  one(localName: string, said?: string): SmallElement {
    const found = this.all(localName).filter((element) => said === undefined || `${element.textContent} ${element.getAttribute('label') ?? ''} ${element.getAttribute('heading') ?? ''}`.includes(said));
    const [element] = found;
    if (element === undefined || found.length > 1) throw new Error(`There are ${found.length} <${localName}>${said === undefined ? '' : ` with "${said}"`}, where one was looked for.`);
    return element;
  }
}

interface SmallEvent {
  type: string;
  target: SmallElement;
  currentTarget: SmallElement;
}

/** Puts a document in place of the global one. @returns its body, empty */
export function useSmallDocument(): SmallElement {
  const document: Record<string, unknown> = {
    createElement: (name: string) => new SmallElement(name, document),
    createElementNS: (_: string, name: string) => new SmallElement(name, document),
    createTextNode: (data: string) => new SmallText(data),
  };
  const body = new SmallElement('body', document);
  document['body'] = body;
  document['documentElement'] = body;
  // Without it Preact would wait a tenth of a second for each effect.
  Object.assign(globalThis, { document, requestAnimationFrame: (drawn: () => void) => setTimeout(drawn, 0), cancelAnimationFrame: clearTimeout });
  return body;
}
