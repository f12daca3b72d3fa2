/** The page of `everywhen explore`: shows the answers of its server. */
import { render } from 'preact';
import '../style.css';
import '../trace/timeline.css';
import '../trace/trace.css';
import '../trace/state.css';
import '../trace/why.css';
import './explore.css';
import './tools.css';
import { EditedModel } from './edited-model.tsx';
import { firstEdition } from './use-edition.ts';

// The token is now in a cookie that scripts cannot read, so it is removed from the address and the history.
history.replaceState(null, '', `${location.pathname}${location.hash}`);

const page = document.getElementById('page') as HTMLElement;
page.textContent = '';
try {
  render(<EditedModel {...(await firstEdition())} />, page);
} catch (error) {
  page.textContent = `This page cannot be shown: ${error instanceof Error ? error.message : error}`;
}
