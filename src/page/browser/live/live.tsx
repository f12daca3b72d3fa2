/** The page of a live report: as a report, and its cells can be explored in it. */
import { render } from 'preact';
import '../style.css';
import '../report/matrix.css';
import '../trace/timeline.css';
import '../trace/trace.css';
import '../trace/state.css';
import '../trace/why.css';
import '../trace/comparison.css';
import '../explore/explore.css';
import '../explore/tools.css';
import '../print.css';
import type { PageData } from '../../data/page-data.ts';
import { pageData } from '../embedded-data.ts';
import { ReportApp } from '../report/report-app.tsx';
import { LiveWalk } from './live-walk.tsx';

const page = document.getElementById('page') as HTMLElement;
page.textContent = '';
try {
  render(<ReportApp data={(await pageData()) as PageData} Walk={LiveWalk} />, page);
} catch (error) {
  page.textContent = `This report cannot be shown: ${error instanceof Error ? error.message : error}`;
}
