package com.dhakacart.runbook.process.node;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * The name under which this node takes jobs and pages, where it has one that it will have again and
 * no other has meanwhile: the setting's, or a fixed one where only one process can open the
 * database. Asked for after the tables are made, so that a database that cannot be reached is told
 * as at any other start.
 */
@Component
@DependsOnDatabaseInitialization
public class NodeName {

  private static final Logger log = LoggerFactory.getLogger(NodeName.class);

  private static final String ONLY_NODE = "the only node";

  /** H2 that another process can reach as well. */
  private static final Pattern SHARED =
      Pattern.compile("JDBC:H2:(TCP|SSL):.*|.*;AUTO_SERVER=TRUE.*");

  private final String name;

  NodeName(NodeSettings settings, DataSourceProperties database, NodeHold hold) {
    String url = database.determineUrl().toUpperCase(Locale.ROOT);
    this.name = settings.isNamed() ? taken(settings.id(), hold) : ofDatabase(url);
  }

  private static String taken(String name, NodeHold hold) {
    if (hold.take(name)) {
      return name;
    }
    log.warn(
        "Another process runs as node {}, so this one goes on without a name; give each node one of"
            + " its own (runbook.node.id)",
        name);
    return null;
  }

  private static String ofDatabase(String url) {
    return url.startsWith("JDBC:H2:") && !SHARED.matcher(url).matches() ? ONLY_NODE : null;
  }

  /** Empty where that cannot be promised. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }
}
