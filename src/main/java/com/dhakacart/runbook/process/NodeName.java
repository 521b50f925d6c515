package com.dhakacart.runbook.process;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.stereotype.Component;

/**
 * The name under which this node takes jobs and pages, where it has one that it will have again and
 * no other has meanwhile: the setting's, or a fixed one where only one process can open the
 * database.
 */
@Component
public class NodeName {

  private static final String ONLY_NODE = "the only node";

  /** H2 that another process can reach as well. */
  private static final Pattern SHARED =
      Pattern.compile("JDBC:H2:(TCP|SSL):.*|.*;AUTO_SERVER=TRUE.*");

  private final NodeSettings settings;
  private final String url;

  NodeName(NodeSettings settings, DataSourceProperties database) {
    this.settings = settings;
    this.url = database.determineUrl().toUpperCase(Locale.ROOT);
  }

  /** Empty where that cannot be promised. */
  public Optional<String> name() {
    if (settings.isNamed()) {
      return Optional.of(settings.id());
    }
    boolean alone = url.startsWith("JDBC:H2:") && !SHARED.matcher(url).matches();
    return alone ? Optional.of(ONLY_NODE) : Optional.empty();
  }
}
