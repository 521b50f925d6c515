package com.dhakacart.runbook.storage;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Before the first connection to PostgreSQL: each writes a commit before it is acknowledged,
 * whatever a role, a database or the server is told later; and none outlives that its server became
 * read-only, as a primary does that is demoted. That no new one is made to such a server is asked
 * of the driver ({@code targetServerType}, in the settings).
 */
@Component
class PostgresConnections implements BeanPostProcessor {

  private static final String URL = "jdbc:postgresql:";

  /**
   * A session's own value wins over all others, also those that are set while it lasts. Only {@code
   * off} acknowledges what is not written; whatever else was chosen is kept.
   */
  private static final String WRITE_BEFORE_IT_IS_ACKNOWLEDGED =
      "select set_config('synchronous_commit',"
          + " coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)";

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool && isOfPostgres(pool)) {
      String own = pool.getConnectionInitSql();
      pool.setConnectionInitSql(
          own == null
              ? WRITE_BEFORE_IT_IS_ACKNOWLEDGED
              : own + "; " + WRITE_BEFORE_IT_IS_ACKNOWLEDGED);
      pool.setExceptionOverride(new ReadOnlyEnds());
    }
    return bean;
  }

  private static boolean isOfPostgres(HikariDataSource pool) {
    return pool.getJdbcUrl() != null && pool.getJdbcUrl().startsWith(URL);
  }

  /** A connection whose server takes no writes is closed, and the next one goes to the primary. */
  private static final class ReadOnlyEnds implements SQLExceptionOverride {

    private static final String READ_ONLY = "25006";

    @java.lang.Override // the interface has one of its own
    public Override adjudicate(SQLException failure) {
      return READ_ONLY.equals(failure.getSQLState())
          ? Override.MUST_EVICT
          : Override.CONTINUE_EVICT;
    }
  }
}
