// Of each table of includes/src/digested_tables.ts: what records its digests, in every run or when a manifest is made, and the
// procedures that compute them again and compare its rows for `keyfast verify`.
digests.digestedTables.forEach((table) => {
  const inEveryRun = table.recorded === 'run';
  const record = operate(`digest_${table.name}`)
    .schema('payroll_assertions')
    .dependencies(inEveryRun ? digests.AFTER : [])
    .queries((context) => digests.recordSql(table, context));
  if (inEveryRun) {
    record.tags(['control']).description(`Records the digests of ${table.name} in this run.`);
  } else {
    record
      .disabled()
      .tags(['procedure'])
      .description(`Records the digests of ${table.name} up to the run @run_id, for its manifest.`);
  }

  operate(`recompute_${table.name}`)
    .schema('payroll_assertions')
    .disabled()
    .tags(['procedure'])
    .description(
      `The digests of what the run @run_id saw of ${table.name}, computed from its rows: one row per bucket, '' for all.`,
    )
    .queries((context) => digests.recomputeSql(table, context));

  operate(`compare_${table.name}`)
    .schema('payroll_assertions')
    .disabled()
    .tags(['procedure'])
    .description(
      `The rows of the buckets @buckets (with spaces between) of ${table.name} that are not what row_digests has of them, as of the run @run_id; the row without a key has the digest of those kept in its bucket.`,
    )
    .queries((context) => digests.compareRowsSql(table, context));
});
