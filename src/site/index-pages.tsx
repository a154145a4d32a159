import type { VNode } from 'preact';
import { collectionJsonLd } from './collection-json-ld.js';
import { Crumbs } from './crumbs.js';
import { HTML, renderDocument } from './layout.js';
import { listTitle } from './members.js';
import type { ListedReviewer } from './reviewer-view.js';
import { Day } from './reviewers.js';
import {
  categoryPath,
  GUIDES_PATH,
  HOW_WE_REVIEW_PATH,
  localHref,
  REVIEWERS_PATH,
  SPECIALTIES_PATH,
  specialtyPath,
} from './urls.js';
import type { CategoryName, LinkView, PublisherView, RenderedPage } from './view-models.js';

export interface GuideIndexView {
  publisher: PublisherView;
  /** In printed order; none is empty. `guides` are the first of them by title, as many as one page bears. */
  categories: (CategoryName & { guideCount: number; guides: LinkView[] })[];
}

/** Every live guide by category and title, or the way to it. */
export function renderGuideIndex({ publisher, categories }: GuideIndexView): RenderedPage {
  const page = {
    path: GUIDES_PATH,
    title: 'All guides',
    description: `All guides of ${publisher.name}, by topic and from A to Z.`,
    links: categories.map(({ slug, name }) => ({ path: categoryPath(slug), title: name })),
  };
  return indexPage(
    publisher,
    page,
    <>
      {categories.length === 0 && <p>There are no guides at present.</p>}
      {categories.map((category) => (
        <Category category={category} />
      ))}
    </>,
  );
}

function Category({
  category: { slug, name, guideCount, guides },
}: {
  category: GuideIndexView['categories'][number];
}) {
  return (
    <section>
      <h2>
        <a href={categoryPath(slug)}>{name}</a>
      </h2>
      <ul class="plain">
        {guides.map(({ path, title }) => (
          <li>
            <a class="own" href={localHref(path)}>
              {title}
            </a>
          </li>
        ))}
      </ul>
      {guideCount > guides.length && (
        <p class="meta">
          <a class="own" href={categoryPath(slug)}>
            All {guideCount} guides about {name}
          </a>
        </p>
      )}
    </section>
  );
}

export interface ReviewerIndexView {
  publisher: PublisherView;
  /** In printed order. */
  reviewers: ListedReviewer[];
}

/** Everybody whose review stands on a live guide and whose name is printed. */
export function renderReviewerIndex({ publisher, reviewers }: ReviewerIndexView): RenderedPage {
  const page = {
    path: REVIEWERS_PATH,
    title: 'Reviewers',
    description: `Who signed the medical reviews of ${publisher.name}.`,
    links: reviewers.map(({ path, name }) => ({ path, title: name })),
  };
  return indexPage(
    publisher,
    page,
    <>
      <p>
        The people whose review stands on a guide that you can read here today, by name. A reviewer whose name is
        withheld for safety is not listed. <a href={HOW_WE_REVIEW_PATH}>How we review</a>
      </p>
      {reviewers.length === 0 && <p>There are none at present.</p>}
      <ul class="listing">
        {reviewers.map((reviewer) => (
          <Reviewer reviewer={reviewer} />
        ))}
      </ul>
    </>,
  );
}

function Reviewer({ reviewer }: { reviewer: ListedReviewer }) {
  const { path, name, credentials, specialties, guideCount, lastReviewedOn } = reviewer;
  return (
    <li>
      <a href={localHref(path)}>{credentials ? `${name}, ${credentials}` : name}</a>
      <p class="meta">
        {`${specialties.join(', ')} · ${guideCount === 1 ? '1 guide' : `${guideCount} guides`} · latest review `}
        <Day on={lastReviewedOn} />
      </p>
    </li>
  );
}

export interface SpecialtyIndexView {
  publisher: PublisherView;
  /** In printed order. */
  specialties: { slug: string; name: string; practitioner: string }[];
}

/** The lists of physicians, one a specialty. */
export function renderSpecialtyIndex({ publisher, specialties }: SpecialtyIndexView): RenderedPage {
  const links = specialties.map(({ slug, practitioner }) => ({
    path: specialtyPath(slug),
    title: listTitle(practitioner),
  }));
  const page = {
    path: SPECIALTIES_PATH,
    title: 'Physicians',
    description: `The physicians in the network of ${publisher.name}, by specialty and state.`,
    links,
  };
  return indexPage(
    publisher,
    page,
    <>
      <p>
        {`Members of the network of ${publisher.name}, by specialty. `}
        {(publisher.membersPay ?? true) && 'Members pay a fee and are not endorsed: these lists are advertisements.'}
      </p>
      <ul class="plain">
        {links.map(({ path, title }) => (
          <li>
            <a class="own" href={localHref(path)}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </>,
  );
}

interface IndexPage extends LinkView {
  description: string;
  /** What it lists, in printed order. */
  links: LinkView[];
}

function indexPage(publisher: PublisherView, { path, title, description, links }: IndexPage, list: VNode) {
  const facts = { publisher, title, description, path, indexable: links.length > 0 };
  const main = (
    <div class="reading">
      <Crumbs />
      <h1>{title}</h1>
      {list}
    </div>
  );
  const jsonLd = links.length > 0 ? { jsonLd: collectionJsonLd(publisher, { path, title }, links) } : {};
  return { status: 200 as const, contentType: HTML, html: renderDocument({ ...facts, ...jsonLd }, main) };
}
