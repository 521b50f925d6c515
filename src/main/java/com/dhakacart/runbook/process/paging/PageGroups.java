package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.StoredText;
import com.dhakacart.runbook.process.WebSettings;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts the pages of a storm together: what a team was not sent is one page that says how many
 * incidents there are, of what kind, and which. Whoever gathers first has them, on whichever node.
 */
@Component
class PageGroups {

  private static final int NAMED = 20;

  private final PageSettings settings;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final WebSettings web;

  PageGroups(PageSettings settings, JdbcClient jdbc, Clock clock, WebSettings web) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.clock = clock;
    this.web = web;
  }

  /**
   * Puts what waits for a team into one page, where that is more than it can read one by one. Joins
   * the transaction of its caller.
   */
  void gather(Team team) {
    if (waiting(team) <= settings.oneByOne()) {
      return;
    }
    String group = UUID.randomUUID().toString();
    jdbc.sql(
            """
            update runbook_page set sent_with = ?
            where team = ? and sent_at is null and sent_with is null and tried_at is null""")
        .params(group, team.name())
        .update();
    List<Page> pages = of(group);
    if (!pages.isEmpty()) {
      insert(together(group, team, pages));
    }
  }

  /** Notes of each page of a group how it went out; nothing where the page was none. */
  void sent(Page page, String how) {
    jdbc.sql(
            "update runbook_page set sent_at = ?, sent_how = ?, problem = null where sent_with = ?")
        .params(
            Timestamp.from(clock.instant()),
            StoredText.PAGE_SENT_HOW.fitted("together with others: " + how),
            page.stage())
        .update();
  }

  private int waiting(Team team) {
    return jdbc.sql(
            "select count(*) from runbook_page where team = ? and sent_at is null and sent_with is null")
        .param(team.name())
        .query(Integer.class)
        .single();
  }

  private List<Page> of(String group) {
    return jdbc.sql("select body from runbook_page where sent_with = ? order by recorded_at")
        .param(group)
        .query((row, n) -> Json.<Page>read(row.getString(1), Page.class))
        .list();
  }

  /** Belongs to no team in the table, so that it is never put into another one. */
  private void insert(Page page) {
    jdbc.sql(
            "insert into runbook_page (incident_key, stage, body, recorded_at) values (?, ?, ?, ?)")
        .params(page.incident(), page.stage(), Json.write(page), Timestamp.from(clock.instant()))
        .update();
  }

  private Page together(String group, Team team, List<Page> pages) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    long incidents = pages.stream().map(Page::incident).distinct().count();
    return new Page(
        "many-" + team.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        group,
        team,
        "%,d incidents: %s".formatted(incidents, kinds(pages)),
        """
        %,d pages of %,d incidents came within a short time and are sent as this one, at %s. Each stands in the report of its incident.

        %s"""
            .formatted(pages.size(), incidents, now, named(pages)),
        Map.of("Incidents", web.incidents().toString()));
  }

  /** What the pages say, the most frequent first; each begins with its service. */
  private static String kinds(List<Page> pages) {
    return pages.stream()
        .map(page -> page.summary().substring(page.summary().indexOf(": ") + 1).strip())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Entry.<String, Long>comparingByValue().reversed())
        .limit(3)
        .map(kind -> "%s (%,d)".formatted(kind.getKey(), kind.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String named(List<Page> pages) {
    String first =
        pages.stream()
            .limit(NAMED)
            .map(page -> "- %s: %s".formatted(page.incident(), page.summary()))
            .collect(Collectors.joining("\n"));
    return pages.size() <= NAMED
        ? first
        : first + "\n- and %,d more".formatted(pages.size() - NAMED);
  }
}
