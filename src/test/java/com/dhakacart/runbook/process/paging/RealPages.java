package com.dhakacart.runbook.process.paging;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.oncall.PeopleReach;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.WebSettings;
import com.dhakacart.runbook.process.node.NodeName;
import com.dhakacart.runbook.process.node.RealNodeName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Pages in real tables. */
public final class RealPages {

  private RealPages() {}

  public static Pages in(
      DataSource database, RunbookTables tables, OnCall onCall, IncidentLinks links) {
    return in(database, tables, onCall, links, Clock.systemUTC());
  }

  static Pages in(
      DataSource database, RunbookTables tables, OnCall onCall, IncidentLinks links, Clock clock) {
    return in(database, tables, onCall, links, clock, RealNodeName.ofShared(null));
  }

  static Pages in(
      DataSource database,
      RunbookTables tables,
      OnCall onCall,
      IncidentLinks links,
      Clock clock,
      NodeName node) {
    return in(database, tables, onCall, links, clock, node, Duration.ZERO);
  }

  static Pages in(
      DataSource database,
      RunbookTables tables,
      OnCall onCall,
      IncidentLinks links,
      Clock clock,
      NodeName node,
      Duration longestPage) {
    PeopleReach people = mock(PeopleReach.class);
    when(people.longestPage()).thenReturn(longestPage);
    PageSettings settings = settings();
    return new Pages(
        tables.jdbc,
        clock,
        onCall,
        people,
        links,
        rate(database, tables, clock),
        new PageGroups(settings, tables.jdbc, clock, web()),
        new SimpleMeterRegistry(),
        new DataSourceTransactionManager(database),
        node);
  }

  static PageRate rate(DataSource database, RunbookTables tables, Clock clock) {
    return new PageRate(settings(), tables.jdbc, clock, new DataSourceTransactionManager(database));
  }

  /** Of a node that has this name again after its death. */
  public static Pages of(String node, DataSource database, RunbookTables tables, OnCall onCall) {
    return in(
        database,
        tables,
        onCall,
        mock(IncidentLinks.class),
        Clock.systemUTC(),
        RealNodeName.ofShared(node));
  }

  static PageSettings settings() {
    return SettingsOf.type(PageSettings.class, Map.of());
  }

  static WebSettings web() {
    return SettingsOf.type(WebSettings.class, Map.of());
  }

  /** As the clock does. */
  public static void sendAgain(Pages pages) {
    pages.sendAgain();
  }
}
