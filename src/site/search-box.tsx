import { SEARCH_PATH } from './urls.js';

/** The form in the header of every page, and on the page for what is not there: plain, without a script. */
export function SearchBox() {
  return (
    <form class="search" role="search" action={SEARCH_PATH} method="get">
      <label>
        <span>Search the guides</span>
        <input type="search" name="q" required maxLength={200} autocomplete="off" enterkeyhint="search" />
      </label>
      <button type="submit">Search</button>
    </form>
  );
}
