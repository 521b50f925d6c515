package com.dhakacart.runbook.process.engine;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/**
 * A migration may take longer than the driver waits for a statement, as on a large table: cut off,
 * it would be rolled back and begun anew at each start. The pool gives the connection its timeout
 * again when it comes back.
 */
@Component
class UnhurriedMigrations implements Callback {

  private static final int FOR_EVER = 0;

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      context.getConnection().setNetworkTimeout(Runnable::run, FOR_EVER);
    } catch (SQLException e) {
      throw new FlywayException("The database's driver takes no timeout for a migration", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "unhurried";
  }
}
