import { createHash } from 'node:crypto';
import type { Config } from '../platform/config.js';
import type { Publisher } from '../platform/publisher.js';
import { letterMark, renderNotFoundPage, type PublisherView } from '../site/index.js';
import type { PageAnswer } from './page-row.js';

/** The publisher as pages show it, with the pictures of its own that they point at. */
export interface PublisherSite {
  view: PublisherView;
  /** By path. */
  images: Map<string, PageAnswer>;
  /** Digest of all that every page takes from the publisher's configuration and from the frame around it. */
  look: string;
}

const views = new WeakMap<Publisher, PublisherView>();

/** The publisher as every page shows it. */
export function publisherView({ publisher, publicUrl }: Pick<Config, 'publisher' | 'publicUrl'>): PublisherView {
  const known = views.get(publisher);
  if (known) return known;
  const { view } = publisherSite(publisher, publicUrl);
  views.set(publisher, view);
  return view;
}

/** `url` is the origin of the public site. */
export function publisherSite({ logo, ...publisher }: Publisher, url: string): PublisherSite {
  const images = new Map<string, PageAnswer>();
  const place = (mediaType: string, bytes: Buffer) => {
    const path = `/images/${digest(bytes)}`;
    images.set(path, picture(mediaType, bytes));
    return { path, mediaType };
  };
  const named: PublisherView = { ...publisher, url };
  const shown = logo && place(logo.mediaType, logo.bytes);
  const square = logo && Math.abs(Math.log(logo.width / logo.height)) < 0.25;
  const icon = square && shown ? shown : place('image/svg+xml', Buffer.from(letterMark(named)));
  const view: PublisherView = {
    ...named,
    icon,
    ...(logo && shown ? { logo: { path: shown.path, width: logo.width, height: logo.height } } : {}),
  };
  const frame = renderNotFoundPage({ publisher: view }).html;
  return { view, images, look: digest(Buffer.from(JSON.stringify(view) + frame)) };
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

// An SVG that somebody opens by itself is a document: this policy keeps it a picture, whatever it holds.
function picture(contentType: string, body: Buffer): PageAnswer {
  const headers = {
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  };
  return { status: 200, contentType, headers, body };
}
