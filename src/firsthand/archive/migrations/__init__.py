"""Changes of the schema. The projection is rebuilt, never migrated as data."""
