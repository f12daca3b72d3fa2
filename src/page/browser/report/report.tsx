/** The page of a report: shows the data of its file. */
import { render } from 'preact';
import '../style.css';
import './matrix.css';
import '../trace/timeline.css';
import '../trace/trace.css';
import '../trace/state.css';
import '../trace/why.css';
import '../trace/comparison.css';
import '../print.css';
import { type AnyPageData, pageData } from '../embedded-data.ts';
import { ComparePage } from './compare-page.tsx';
import { RepairPage } from './repair-page.tsx';
import { ReportApp } from './report-app.tsx';

const page = document.getElementById('page') as HTMLElement;
page.textContent = '';
try {
  const data = await pageData();
  render(pageOf(data), page);
} catch (error) {
  page.textContent = `This report cannot be shown: ${error instanceof Error ? error.message : error}`;
}

function pageOf(data: AnyPageData) {
  if (data.kind === 'repair') return <RepairPage data={data} />;
  return data.kind === 'compare' ? <ComparePage data={data} /> : <ReportApp data={data} />;
}
