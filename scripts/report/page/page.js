// The page works without it: it filters, follows links into closed controls, and opens everything for print.
(() => {
  'use strict';

  const controls = [...document.querySelectorAll('.control')];
  const toolbar = document.querySelector('.toolbar');
  const text = document.getElementById('filter-text');
  const severity = document.getElementById('filter-severity');
  const tenant = document.getElementById('filter-tenant');
  const statuses = [...toolbar.querySelectorAll('input[name=status]')];
  const shownCount = document.getElementById('filter-count');
  const nothingFound = document.querySelector('.nothing-found');
  const rowsOfTenants = [...document.querySelectorAll('tr[data-tenant], .tenant[data-tenant]')];

  /** What a search looks at: not the SQL, because every control reads the same few tables. */
  const words = new Map();
  function wordsOf(control) {
    if (!words.has(control)) {
      const parts = [control.querySelector('summary'), ...control.querySelectorAll('.searchable')];
      words.set(
        control,
        parts
          .map((part) => part.textContent)
          .join(' ')
          .toLowerCase(),
      );
    }
    return words.get(control);
  }

  function filter() {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const allowed = new Set(statuses.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const control of controls) {
      const { status, severity: ofControl, tenants } = control.dataset;
      const isShown =
        allowed.has(status) &&
        (severity.value === '' || ofControl === severity.value) &&
        (tenant.value === '' || tenants.split(' ').includes(tenant.value)) &&
        wanted.every((word) => wordsOf(control).includes(word));
      control.hidden = !isShown;
      if (isShown) shown += 1;
    }
    for (const row of rowsOfTenants) row.hidden = tenant.value !== '' && row.dataset.tenant !== tenant.value;
    nothingFound.hidden = shown > 0;
    const ofTenant = tenant.value === '' ? '' : `, failing keys and figures of ${tenant.value} only`;
    shownCount.textContent = `${shown.toLocaleString('en-US')} of ${controls.length.toLocaleString('en-US')} controls${ofTenant}`;
  }

  function reset() {
    toolbar.reset();
    filter();
  }

  /** A link to a control opens it, whatever the filter hides. */
  function follow() {
    const control = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!control?.classList.contains('control')) return;
    if (control.hidden) reset();
    const details = control.querySelector('details');
    details.open = true;
    control.scrollIntoView({ behavior: 'instant' });
    details.querySelector('summary').focus({ preventScroll: true });
  }

  function setOpen(isOpen) {
    for (const control of controls) control.querySelector('details').open = isOpen;
  }

  toolbar.hidden = false;
  toolbar.addEventListener('input', filter);
  toolbar.addEventListener('submit', (event) => event.preventDefault());
  for (const button of document.querySelectorAll('.reset')) button.addEventListener('click', reset);
  document.getElementById('open-all').addEventListener('click', () => setOpen(true));
  document.getElementById('close-all').addEventListener('click', () => setOpen(false));
  window.addEventListener('hashchange', follow);
  // A second click on the same link changes no hash.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#control-"]');
    if (link && link.hash === location.hash) follow();
  });
  // A browser may remember what was filtered before.
  filter();
  follow();

  let closed = [];
  window.addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')];
    for (const details of closed) details.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
    closed = [];
  });

  const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      const entered = entries.find((entry) => entry.isIntersecting);
      if (!entered) return;
      for (const link of links.values()) link.removeAttribute('aria-current');
      links.get(entered.target.id)?.setAttribute('aria-current', 'true');
    },
    { rootMargin: '-15% 0px -75% 0px' },
  );
  for (const section of document.querySelectorAll('main > section')) seen.observe(section);
})();
