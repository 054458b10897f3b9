/** SQL that the changeset views and procedures share, as Dataform's global `changesets`. */
export * from './changeset_steps.ts';
export * from './profile_cells.ts';
export * from './profile_versions.ts';
