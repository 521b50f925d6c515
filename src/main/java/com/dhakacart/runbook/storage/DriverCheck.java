package com.dhakacart.runbook.storage;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * Before the first connection: the image of {@code docker/Dockerfile} leaves out H2, the default
 * database, because an H2 URL can run code.
 */
@Component
class DriverCheck implements BeanPostProcessor {

  private static final String WHAT_TO_DO =
      "Set DB_URL, DB_USER and DB_PASSWORD to a database of PostgreSQL, such as"
          + " jdbc:postgresql://postgres:5432/runbook";

  /**
   * @throws StartRefused when nothing here can speak to the database of the URL
   */
  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof DataSourceProperties database && database.getDriverClassName() == null) {
      mustHaveDriver(database.getUrl(), database.getClassLoader());
    }
    return bean;
  }

  private static void mustHaveDriver(String url, ClassLoader classes) {
    boolean isJdbc = url != null && url.startsWith("jdbc:");
    DatabaseDriver database = isJdbc ? DatabaseDriver.fromJdbcUrl(url) : DatabaseDriver.UNKNOWN;
    String driver = database.getDriverClassName();
    if (driver != null && ClassUtils.isPresent(driver, classes)) {
      return;
    }
    throw new StartRefused(
        database == DatabaseDriver.H2
            ? "H2, which keeps the runbook's data where DB_URL names nothing else, is not in this"
                + " image."
            : "The runbook has no driver for the database that DB_URL names.",
        WHAT_TO_DO);
  }
}
