package com.dhakacart.runbook.process.node;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;

/** The name of a node by its setting, or by its database. */
public final class RealNodeName {

  private static final String SHARED = "jdbc:postgresql://db/runbook";

  private RealNodeName() {}

  /**
   * @param id as {@code runbook.node.id}; null where it is not set
   */
  public static NodeName of(String id, String url) {
    return of(id, url, true);
  }

  /** A node of a database that several may open. */
  public static NodeName ofShared(String id) {
    return of(id, SHARED);
  }

  /** The name that another process has at this moment. */
  public static NodeName thatAnotherHas(String id) {
    return of(id, SHARED, false);
  }

  private static NodeName of(String id, String url, boolean free) {
    DataSourceProperties database = new DataSourceProperties();
    database.setUrl(url);
    NodeHold hold = mock(NodeHold.class);
    when(hold.take(id)).thenReturn(free);
    return new NodeName(new NodeSettings(id), database, hold);
  }
}
