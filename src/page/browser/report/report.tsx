/** The page of a report: shows the data of its file. */
import { render } from 'preact';
import '../style.css';
import './matrix.css';
import '../trace/trace.css';
import { pageData } from '../embedded-data.ts';
import { RepairPage } from './repair-page.tsx';
import { ReportApp } from './report-app.tsx';

const page = document.getElementById('page') as HTMLElement;
page.textContent = '';
try {
  const data = await pageData();
  render(data.kind === 'repair' ? <RepairPage data={data} /> : <ReportApp data={data} />, page);
} catch (error) {
  page.textContent = `This report cannot be shown: ${error instanceof Error ? error.message : error}`;
}
