package com.dhakacart.runbook.process.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.AlertsSilent;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What on-call gets when no alert comes any more. */
class SilencePagerTest {

  private static final Instant BEGAN = Instant.parse("2026-11-28T06:00:00Z");

  private final DriverManagerDataSource database =
      new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  private final RunbookTables tables = new RunbookTables(database, Clock.systemUTC());
  private final List<Page> got = new ArrayList<>();

  @Test
  void twoNodesNoticeASilence_isOnePage_andTheNextSilenceIsAnother() {
    SilencePager one = node();
    SilencePager other = node();
    one.page(new AlertsSilent(BEGAN));
    other.page(new AlertsSilent(BEGAN));
    assertThat(got)
        .extracting(Page::summary)
        .containsExactly("Nothing is heard from Alertmanager since 2026-11-28T06:00:00Z");
    assertThat(got.get(0).team()).isEqualTo(Team.ON_CALL);

    other.page(new AlertsSilent(BEGAN.plus(Duration.ofHours(1))));
    assertThat(got).hasSize(2);
  }

  private SilencePager node() {
    return new SilencePager(
        RealPages.in(
            database,
            tables,
            page -> {
              got.add(page);
              return "kept for the test";
            },
            mock(IncidentLinks.class)),
        RealPages.web());
  }
}
