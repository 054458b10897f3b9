import { billionths, moneyText } from '../../commands/decimal.ts';
import type { MoneyOfPeriod, ReportDocument } from '../report_document.ts';
import { html, type Html } from './html.ts';
import { moneyChart } from './money_chart.ts';
import { icon } from './status_pill.ts';
import { count, cutNote, isZero, money, month, tenantName } from './words.ts';

export function moneySection(document: ReportDocument): Html {
  const { rows } = document.money;
  const tenants = [...new Set(rows.map(({ tenant_id }) => tenant_id))];
  return html`<section id="money" aria-labelledby="money-heading">
    <h2 id="money-heading">Money</h2>
    <p class="lead">
      Month by month: what carriers paid (stage 1), what agents are paid of it (stage 3), and what the
      traceability view shows of either. The view must agree with its sources to the cent; carriers and agents
      may differ, and control 6 says where they do.
    </p>
    ${rows.length === 0 ? html`<p class="empty">The run measured no money: nothing was loaded, or it evaluated single controls only.</p>` : legend()}
    ${tenants.map((tenant) =>
      tenantMoney(
        tenant,
        rows.filter(({ tenant_id }) => tenant_id === tenant),
      ),
    )}
    ${cutNote(document.money, 'months (the latest of each tenant)', 'money.csv')}
  </section>`;
}

function legend(): Html {
  return html`<ul class="legend">
    <li><span class="swatch paid-in"></span>carriers paid</li>
    <li><span class="swatch paid-out"></span>agents are paid</li>
    <li>
      <span class="swatch tick"></span>what the view shows: a mark off the end of its bar is money lost or
      multiplied
    </li>
  </ul>`;
}

function tenantMoney(tenant: string | null, months: readonly MoneyOfPeriod[]): Html {
  const astray = months.filter((period) => !agrees(period));
  const paidIn = total(months, ({ gross_commission }) => gross_commission);
  const paidOut = total(months, ({ commission_amount }) => commission_amount);
  const name = tenantName(tenant);
  return html`<section class="tenant" data-tenant="${tenant ?? ''}">
    <h3>${name}</h3>
    <p>
      ${months.length === 1 ? '1 month' : `${months.length} months`}: carriers paid
      <b>${moneyText(paidIn)}</b>, agents are paid <b>${moneyText(paidOut)}</b>, a difference of
      <b>${moneyText(paidIn - paidOut)}</b>.
      ${
        astray.length === 0
          ? html`<span class="pill good">${icon('good')}The view agrees</span>`
          : html`<span class="pill bad"
              >${icon('bad')}The view differs in
              ${astray.map(({ period_label }) => month(period_label)).join(', ')}</span
            >`
      }
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Chart of the money of ${name}">
      ${moneyChart(months, name)}
    </div>
    <details>
      <summary>Figures</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Money of ${name} by month">
        <table>
          <caption>
            Money of ${name} by month
          </caption>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col" class="number">Carriers paid</th>
              <th scope="col" class="number">less the view</th>
              <th scope="col" class="number">Agents are paid</th>
              <th scope="col" class="number">less the view</th>
              <th scope="col" class="number">Carriers less agents</th>
              <th scope="col" class="number">Rows</th>
              <th scope="col" class="number">Traced</th>
            </tr>
          </thead>
          <tbody>
            ${months.map(monthRow)}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function monthRow(period: MoneyOfPeriod): Html {
  const difference = (amount: string): Html =>
    html`<td class="number${isZero(amount) ? '' : ' is-failing'}">${money(amount)}</td>`;
  return html`<tr>
    <th scope="row">${month(period.period_label)}</th>
    <td class="number">${money(period.gross_commission)}</td>
    ${difference(period.gross_difference)}
    <td class="number">${money(period.commission_amount)}</td>
    ${difference(period.commission_difference)}
    <td class="number">${money(period.unpaid_difference)}</td>
    <td class="number">${count(period.view_row_count)}</td>
    <td class="number">${count(period.traced_count)}</td>
  </tr> `;
}

function agrees({ gross_difference, commission_difference }: MoneyOfPeriod): boolean {
  return isZero(gross_difference) && isZero(commission_difference);
}

function total(months: readonly MoneyOfPeriod[], of: (period: MoneyOfPeriod) => string): bigint {
  return months.reduce((sum, period) => sum + billionths(of(period)), 0n);
}
