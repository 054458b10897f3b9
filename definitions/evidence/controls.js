// Of each control in the registry: the operation that evaluates its view once and records what it found, and the
// assertion that reads the record. The control itself is the view of its failing rows, a file each in definitions/controls.
controls.registry.forEach((control) => {
  operate(`record_${control.view}`)
    .schema('payroll_assertions')
    .tags(['control'])
    .dependencies(['evidence_begin', ...(control.after ?? [])])
    .description(`Records what control ${control.id} found in this run.`)
    .queries((context) => controls.recordSql(control, context));

  if (control.severity !== 'blocks') return;
  assert(`assert_${control.view}`)
    .tags(['control'])
    .description(`Turns the run red unless control ${control.id} was evaluated in it and found nothing.`)
    .dependencies(['evidence_begin', `record_${control.view}`])
    .query((context) => controls.assertionSql(control, context));
});
