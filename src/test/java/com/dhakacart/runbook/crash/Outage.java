package com.dhakacart.runbook.crash;

/** How a database is away for a while. */
public enum Outage {
  /** Nothing comes back from it. */
  CUT_OFF {
    @Override
    public void begin(DatabaseProxy cable, FailingPostgres postgres) {
      cable.cut();
    }

    @Override
    public void end(DatabaseProxy cable, FailingPostgres postgres) {
      cable.mend();
    }
  },
  /** It can be read, and nothing can be written. */
  FULL {
    @Override
    public void begin(DatabaseProxy cable, FailingPostgres postgres) {
      postgres.fill();
    }

    @Override
    public void end(DatabaseProxy cable, FailingPostgres postgres) {
      postgres.clear();
    }
  },
  /** It can be read, and takes no writes, as a primary that was demoted. */
  READ_ONLY {
    @Override
    public void begin(DatabaseProxy cable, FailingPostgres postgres) {
      postgres.demote();
    }

    @Override
    public void end(DatabaseProxy cable, FailingPostgres postgres) {
      postgres.promote();
    }
  };

  public abstract void begin(DatabaseProxy cable, FailingPostgres postgres);

  public abstract void end(DatabaseProxy cable, FailingPostgres postgres);
}
