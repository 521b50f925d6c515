package com.dhakacart.runbook.crash;

/** How a database is away for a while. */
public enum Outage {
  /** Nothing comes back from it. */
  CUT_OFF {
    @Override
    public void begin(DatabaseProxy cable, PostgresDisk disk) {
      cable.cut();
    }

    @Override
    public void end(DatabaseProxy cable, PostgresDisk disk) {
      cable.mend();
    }
  },
  /** It can be read, and nothing can be written. */
  FULL {
    @Override
    public void begin(DatabaseProxy cable, PostgresDisk disk) {
      disk.fill();
    }

    @Override
    public void end(DatabaseProxy cable, PostgresDisk disk) {
      disk.clear();
    }
  };

  public abstract void begin(DatabaseProxy cable, PostgresDisk disk);

  public abstract void end(DatabaseProxy cable, PostgresDisk disk);
}
