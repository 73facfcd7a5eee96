"""The database: base classes, engine, the record, the outbox."""
