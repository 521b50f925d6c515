package com.dhakacart.runbook.process;

import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;

/** The name of a node by its setting, or by its database. */
public final class RealNodeName {

  private RealNodeName() {}

  /**
   * @param id as {@code runbook.node.id}; null where it is not set
   */
  public static NodeName of(String id, String url) {
    DataSourceProperties database = new DataSourceProperties();
    database.setUrl(url);
    return new NodeName(new NodeSettings(id), database);
  }
}
