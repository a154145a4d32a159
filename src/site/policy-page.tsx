import type { VNode } from 'preact';
import { AdvertisingPolicy, PrivacyPolicy } from './policy-advertising.js';
import { EditorialPolicy } from './policy-editorial.js';
import { HowWeReview, ReviewFigures } from './policy-review.js';
import type { PolicyView } from './policy-view.js';
import { breadcrumbList, Crumbs } from './crumbs.js';
import { Contact, HTML, renderDocument } from './layout.js';
import { structuredData } from './structured-data.js';
import { HOW_WE_REVIEW_PATH, policyPath } from './urls.js';
import type { LinkView, PublisherView, RenderedPage, SanitizedHtml } from './view-models.js';

interface Policy extends LinkView {
  description: (publisher: PublisherView) => string;
  /** What we say of it, where the publisher says nothing. */
  Ours: (props: { view: PolicyView }) => VNode;
}

const policies: Record<PolicyView['policy'], Policy> = {
  editorial: {
    path: policyPath('editorial'),
    title: 'Editorial policy',
    description: ({ name }) => `How ${name} writes, checks, publishes and corrects its medical guides.`,
    Ours: EditorialPolicy,
  },
  howWeReview: {
    path: HOW_WE_REVIEW_PATH,
    title: 'How we review',
    description: ({ name }) => `Who reviews the guides of ${name}, what they check, and how old the reviews are today.`,
    Ours: HowWeReview,
  },
  advertising: {
    path: policyPath('advertising'),
    title: 'Advertising',
    description: ({ name }) => `How ${name} labels what is paid for, and how physicians are chosen and ordered.`,
    Ours: AdvertisingPolicy,
  },
  privacy: {
    path: policyPath('privacy'),
    title: 'Privacy',
    description: ({ name }) => `What the site of ${name} keeps of its readers and of those who write to it.`,
    Ours: PrivacyPolicy,
  },
};

/** A policy: the publisher's own text or ours. Figures follow either, since they are facts and no text. */
export function renderPolicyPage(view: PolicyView): RenderedPage {
  const { publisher, policy } = view;
  const { path, title, description, Ours } = policies[policy];
  const facts = {
    publisher,
    title,
    description: description(publisher),
    path,
    indexable: true,
    jsonLd: structuredData(breadcrumbList(publisher, [{ path, title }])),
  };
  const main = (
    <div class="reading prose">
      <Crumbs />
      <h1>{title}</h1>
      {view.ownHtml === undefined ? <Ours view={view} /> : <OwnText html={view.ownHtml} />}
      {policy === 'howWeReview' && <ReviewFigures figures={view.figures} />}
      <Closing publisher={publisher} />
    </div>
  );
  return { status: 200, contentType: HTML, html: renderDocument(facts, main) };
}

/** What the publisher wrote. */
export function OwnText({ html }: { html: SanitizedHtml }) {
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Whom to ask. */
export function Closing({ publisher }: { publisher: PublisherView }) {
  return (
    <p>
      Questions: <Contact publisher={publisher} />
    </p>
  );
}
